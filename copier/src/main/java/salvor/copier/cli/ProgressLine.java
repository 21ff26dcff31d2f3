package salvor.copier.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
        say(() -> text(done, bytes, total, seconds()));
    }

    /** Shows what {@code text} makes, if it is time for it. */
    void say(Supplier<String> text) {
        long now = System.nanoTime() - began;
        if (!shown || now < next) {
            return;
        }
        next = now + everyNanos;
        drawn = true;
        output.diagnostic(terminal ? ERASE + text.get() : text.get() + "\n");
    }

    /** Seconds since this line was made. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
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
