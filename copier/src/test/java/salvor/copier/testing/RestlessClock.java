package salvor.copier.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import salvor.copier.transfer.Clock;

/** The system's clock, but waiting takes no time. */
public final class RestlessClock implements Clock {

    public static final RestlessClock INSTANCE = new RestlessClock();

    private final AtomicLong slept = new AtomicLong();

    private RestlessClock() {}

    @Override
    public long nanos() {
        return System.nanoTime() + slept.get();
    }

    @Override
    public void sleep(Duration duration) {
        slept.addAndGet(duration.toNanos());
    }
}
