package salvor.copier.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;
import salvor.protocol.message.Extent;

/** How long reads took, and where they took longest. Not thread-safe. */
public final class ReadLatencies {

    private static final int SLOWEST_KEPT = 5;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    /** A read that took long. */
    public record Slow(Extent extent, long nanos) {}

    private final Histogram histogram = new Histogram(1_000, LONGEST_NANOS, 2);
    private final List<Slow> slowest = new ArrayList<>();

    void record(Extent extent, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
        if (slowest.size() < SLOWEST_KEPT || nanos > slowest.getLast().nanos()) {
            slowest.add(new Slow(extent, nanos));
            slowest.sort(Comparator.comparingLong(Slow::nanos).reversed());
            if (slowest.size() > SLOWEST_KEPT) {
                slowest.removeLast();
            }
        }
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /**
     * Nanoseconds that this share of the reads took at most.
     *
     * @param percentile 0 to 100
     */
    public long percentile(double percentile) {
        return histogram.getValueAtPercentile(percentile);
    }

    /** The slowest reads, slowest first; at most five. */
    public List<Slow> slowest() {
        return List.copyOf(slowest);
    }
}
