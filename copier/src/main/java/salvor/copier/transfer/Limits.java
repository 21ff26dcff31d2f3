package salvor.copier.transfer;

import java.time.Duration;

/**
 * When to stop before everything is done; the rescue can go on later.
 *
 * @param failures failed reads, at least 1; {@code Long.MAX_VALUE} for no limit
 * @param time since the start
 */
public record Limits(long failures, Duration time) {

    /** A hundred years stand for ever: {@code Duration.MAX} overflows nanoseconds. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Duration.ofDays(36_500));
}
