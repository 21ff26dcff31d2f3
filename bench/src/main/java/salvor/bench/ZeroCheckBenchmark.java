package salvor.bench;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import salvor.copier.transfer.Blocks;

/** Whether a block is all zeros: the whole of one that is, and the beginning of one that is not. */
public class ZeroCheckBenchmark extends BlockBenchmark {

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
