package salvor.copier.cli;

import java.util.concurrent.TimeUnit;
import salvor.copier.device.Posix;

/**
 * Says in one line how far a command is: on a terminal over what was said before, else a line now
 * and then where it was asked for. Not thread-safe.
 */
final class ProgressLine {

    private static final int STDERR = 2;
    private static final String ERASE = "\r\u001b[K";

    /** Sooner no remaining time is told. */
    private static final double SECONDS_MIN = 1;

    private final Output output;
    private final boolean terminal = Posix.isTerminal(STDERR);
    private final boolean shown;
    private final long everyNanos;
    private final long began = System.nanoTime();
    private long next;
    private boolean drawn;

    ProgressLine(Output output, ReportOptions options) {
        this.output = output;
        shown = !options.quiet() && (terminal || options.progress());
        everyNanos = terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
    }

    /**
     * So many of {@code total} bytes are done.
     *
     * @param done the word for it
     */
    void reached(String done, long bytes, long total) {
        long now = System.nanoTime() - began;
        if (!shown || now < next) {
            return;
        }
        next = now + everyNanos;
        drawn = true;
        String text = text(done, bytes, total, now / 1e9);
        output.diagnostic(terminal ? ERASE + text : text + "\n");
    }

    private static String text(String done, long bytes, long total, double seconds) {
        double rate = Math.max(bytes / seconds, 1);
        return "%s %s of %s, %s/s, %s"
                .formatted(
                        done,
                        Sizes.show(bytes),
                        Sizes.show(total),
                        Sizes.show((long) rate),
                        seconds < SECONDS_MIN
                                ? "remaining time not known yet"
                                : "remaining " + Durations.show(Math.max(0, total - bytes) / rate));
    }

    /** Takes away what was drawn on a terminal. */
    void clear() {
        if (terminal && drawn) {
            output.diagnostic(ERASE);
            drawn = false;
        }
    }
}
