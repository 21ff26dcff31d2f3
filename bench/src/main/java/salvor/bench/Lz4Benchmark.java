package salvor.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import salvor.protocol.compression.Lz4;
import salvor.protocol.compression.MalformedBlockException;

/** A block packed, and unpacked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Lz4Benchmark {

    @Param({"text", "noise"})
    private String content = "";

    private ByteBuffer raw = ByteBuffer.allocate(0);
    private ByteBuffer packed = ByteBuffer.allocate(0);
    private ByteBuffer scratch = ByteBuffer.allocate(0);

    @Setup(Level.Trial)
    public void prepare() {
        raw = (content.equals("text") ? Block.text() : Block.noise()).asByteBuffer();
        scratch = ByteBuffer.allocateDirect(Lz4.maxPacked(Block.BYTES));
        int length = Lz4.pack(raw.duplicate(), scratch.duplicate());
        packed = ByteBuffer.allocateDirect(length);
        packed.put(scratch.duplicate().limit(length)).flip();
    }

    @Benchmark
    public int pack() {
        return Lz4.pack(raw.duplicate(), scratch.duplicate());
    }

    @Benchmark
    public ByteBuffer unpack() throws MalformedBlockException {
        ByteBuffer into = scratch.duplicate().limit(Block.BYTES);
        Lz4.unpack(packed.duplicate(), into);
        return into;
    }
}
