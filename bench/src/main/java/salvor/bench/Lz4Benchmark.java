package salvor.bench;

import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import salvor.protocol.compression.Lz4;
import salvor.protocol.compression.MalformedBlockException;

/** A block packed, and unpacked. */
public class Lz4Benchmark extends BlockBenchmark {

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
