package salvor.copier.net;

import java.util.function.DoubleConsumer;
import salvor.copier.transfer.Clock;

/**
 * Measures how fast a link takes what it is given, but only while the sender waits for it: at other
 * times the rate would be the sender's. Not thread-safe.
 */
final class LinkMeter {

    private static final long INTERVAL_NANOS = 250_000_000;

    /** The part of an interval that the sender must have waited. */
    private static final double WAITED_MIN = 0.5;

    private final Clock clock;
    private final DoubleConsumer onRate;
    private long start;
    private long bytes;
    private long waitedNanos;

    /**
     * @param onRate is told bytes per second
     */
    LinkMeter(Clock clock, DoubleConsumer onRate) {
        this.clock = clock;
        this.onRate = onRate;
        start = clock.nanos();
    }

    /** The sender waited so long. */
    void waited(long nanos) {
        waitedNanos += nanos;
    }

    /** The far side has these bytes. */
    void arrived(long count) {
        bytes += count;
        long nanos = clock.nanos() - start;
        if (nanos >= INTERVAL_NANOS) {
            if (waitedNanos >= nanos * WAITED_MIN) {
                onRate.accept(bytes * 1e9 / nanos);
            }
            start += nanos;
            bytes = 0;
            waitedNanos = 0;
        }
    }
}
