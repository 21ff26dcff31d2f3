package salvor.copier.net;

import java.time.Duration;
import salvor.copier.transfer.Clock;

/**
 * Holds bytes back so that no more than so many pass in a second; after a pause a tenth of a
 * second's worth may pass at once. Thread-safe.
 */
final class RateLimit {

    private static final double BURST_SECONDS = 0.1;

    private final double bytesPerSecond;
    private final Clock clock;
    private double allowance;
    private long last;

    /**
     * @param bytesPerSecond 0 for no limit
     */
    RateLimit(long bytesPerSecond, Clock clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        last = clock.nanos();
    }

    /** Waits until these may pass. */
    void pass(long bytes) {
        if (bytesPerSecond > 0) {
            for (long wait = take(bytes); wait > 0; wait = take(0)) {
                clock.sleep(Duration.ofNanos(wait));
            }
        }
    }

    /** Takes the bytes, on credit if need be; gives the nanoseconds until nothing is owed. */
    private synchronized long take(long bytes) {
        long now = clock.nanos();
        allowance += (now - last) / 1e9 * bytesPerSecond;
        allowance = Math.min(allowance, bytesPerSecond * BURST_SECONDS) - bytes;
        last = now;
        return allowance >= 0 ? 0 : (long) (-allowance / bytesPerSecond * 1e9) + 1;
    }
}
