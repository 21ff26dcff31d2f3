package salvor.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;
import salvor.copier.compare.Examination;
import salvor.copier.compare.Examiner;
import salvor.copier.compare.FirstDifference;
import salvor.copier.compare.Tally;
import salvor.copier.compare.Turn;

/**
 * Comparing equal bytes that are in no cache, by two threads, each with memory of its own, beside
 * what these threads get from memory when they only read: a block of each of two sides a step.
 */
@Threads(2)
public class CompareBenchmark extends BlockBenchmark {

    /** Of one side, for each thread: more than the caches hold. */
    private static final int BLOCKS = 256;

    private final MemorySegment first = side();
    private final MemorySegment second = side();
    private final Examiner firstDifference = examiner(new FirstDifference(false));
    private final Examiner lines = examiner(new FirstDifference(true));
    private final Examiner tally = examiner(new Tally(null));
    private int next;

    private static MemorySegment side() {
        MemorySegment noise = Block.noise();
        MemorySegment side = Block.of((long) BLOCKS * Block.BYTES);
        for (int i = 0; i < BLOCKS; i++) {
            MemorySegment.copy(noise, 0, side, (long) i * Block.BYTES, Block.BYTES);
        }
        return side;
    }

    private static Examiner examiner(Examination examination) {
        Examiner examiner = examination.examiner(new Turn());
        examiner.begin(0);
        return examiner;
    }

    private long nextBlock() {
        next = (next + 1) % BLOCKS;
        return (long) next * Block.BYTES;
    }

    /** What memory gives: eight bytes of each side are added up. */
    @Benchmark
    public long memory() {
        long at = nextBlock();
        return sum(first.asSlice(at, Block.BYTES)) + sum(second.asSlice(at, Block.BYTES));
    }

    private static long sum(MemorySegment block) {
        long sum = 0;
        for (int i = 0; i < Block.BYTES; i += Long.BYTES) {
            sum += block.get(ValueLayout.JAVA_LONG, i);
        }
        return sum;
    }

    /** As {@code cmp -s}. */
    @Benchmark
    public boolean firstDifference() throws InterruptedException {
        return look(firstDifference);
    }

    /** As {@code cmp}, which counts newlines too. */
    @Benchmark
    public boolean firstDifferenceAndLines() throws InterruptedException {
        return look(lines);
    }

    /** As {@code cmp --count}. */
    @Benchmark
    public boolean count() throws InterruptedException {
        return look(tally);
    }

    private boolean look(Examiner examiner) throws InterruptedException {
        long at = nextBlock();
        return examiner.look(
                first.asSlice(at, Block.BYTES), second.asSlice(at, Block.BYTES), at, Block.BYTES);
    }
}
