package salvor.bench;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import salvor.copier.transfer.Blocks;

/** Whether a block is all zeros: the whole of one that is, and the beginning of one that is not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ZeroCheckBenchmark {

    private final MemorySegment zeros = Block.zeros();
    private final MemorySegment noise = Block.noise();

    /** All of the block is looked at. */
    @Benchmark
    public boolean zeros() {
        return Blocks.isZero(zeros);
    }

    /** The first bytes tell. */
    @Benchmark
    public boolean noise() {
        return Blocks.isZero(noise);
    }
}
