package salvor.copier.transfer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time as this package sees it, so that a simulation can supply its own. */
public interface Clock {

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanos();

    /** Waits; may return early. */
    void sleep(Duration duration);

    /** The machine's. */
    static Clock system() {
        return new Clock() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) {
                LockSupport.parkNanos(duration.toNanos());
            }
        };
    }
}
