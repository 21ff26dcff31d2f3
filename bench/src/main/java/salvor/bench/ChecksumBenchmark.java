package salvor.bench;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import salvor.copier.transfer.Blocks;

/** CRC-32C of a block. */
public class ChecksumBenchmark extends BlockBenchmark {

    private final MemorySegment noise = Block.noise();

    @Benchmark
    public int checksum() {
        return Blocks.checksum(noise);
    }
}
