package salvor.copier.net;

import java.io.IOException;
import java.time.Duration;
import salvor.copier.transfer.Clock;

/**
 * How long a client goes on after losses in a row. It tries again at once after the first, then
 * waits longer and longer, and gives up when {@link Timing#retry} has passed without an answer. A
 * link that held for {@link #HELD} ends the row as an answer does: one that had nothing to answer
 * is not to blame.
 */
final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    /** A link that lived this long was a good one. */
    private static final Duration HELD = Duration.ofSeconds(10);

    private final Duration retry;
    private final Clock clock;
    private long firstLoss;
    private long opened;
    private Duration pause = Duration.ZERO;
    private boolean losing;
    private boolean linked;

    Patience(Duration retry, Clock clock) {
        this.retry = retry;
        this.clock = clock;
    }

    /** The server did what it was asked for. */
    synchronized void answered() {
        losing = false;
    }

    /** The server did what it was asked for on another link: it is there, only this link is not. */
    synchronized void answeredElsewhere() {
        firstLoss = clock.nanos();
    }

    /** There is a link again. */
    synchronized void opened() {
        opened = clock.nanos();
        linked = true;
    }

    /**
     * Waits before the next attempt.
     *
     * @throws IOException when there shall be none
     */
    void lost(IOException why) throws IOException {
        clock.sleep(pauseAfter(why));
    }

    private synchronized Duration pauseAfter(IOException why) throws IOException {
        long now = clock.nanos();
        boolean held = linked && now - opened >= HELD.toNanos();
        linked = false;
        if (held || !losing) {
            losing = true;
            firstLoss = now;
            pause = Duration.ZERO;
        } else if (now - firstLoss >= retry.toNanos()) {
            throw new IOException(
                    why.getMessage() + "; gave up after " + retry.toSeconds() + " s", why);
        } else {
            Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
        return pause;
    }
}
