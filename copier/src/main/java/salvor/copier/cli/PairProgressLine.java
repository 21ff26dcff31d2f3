package salvor.copier.cli;

import java.util.concurrent.TimeUnit;
import salvor.copier.device.Posix;
import salvor.copier.pair.PairProgress;

/** One line of progress on a terminal, or one now and then where it was asked for. */
final class PairProgressLine implements PairProgress {

    private static final int STDERR = 2;

    /** Windows that a rate is told from. */
    private static final int WINDOWS_MIN = 16;

    private final Output output;
    private final boolean terminal = Posix.isTerminal(STDERR);
    private final boolean shown;
    private final long everyNanos;
    private final long began = System.nanoTime();
    private long first = -1;
    private double firstAfter;
    private long drawn;

    PairProgressLine(Output output, ReportOptions options) {
        this.output = output;
        shown = !options.quiet() && (terminal || options.progress());
        everyNanos = terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);
    }

    @Override
    public synchronized void sampled(long bytes) {
        draw("sampled " + Sizes.show(bytes) + " of each disk");
    }

    @Override
    public synchronized void confirmed(long windows, long total) {
        double seconds = (System.nanoTime() - began) / 1e9 - startedAfter(windows);
        long here = windows - first;
        String left =
                here < WINDOWS_MIN
                        ? "remaining time not known yet"
                        : "remaining " + Durations.show(seconds * (total - windows) / here);
        draw("comparing: %.1f %%, %s".formatted(100.0 * windows / total, left));
    }

    /** Seconds from the beginning to the first window of this run; what came before is not its. */
    private double startedAfter(long windows) {
        if (first < 0) {
            first = windows - 1;
            firstAfter = (System.nanoTime() - began) / 1e9;
        }
        return firstAfter;
    }

    private void draw(String text) {
        long now = System.nanoTime() - began;
        if (shown && (drawn == 0 || now - drawn >= everyNanos)) {
            drawn = Math.max(1, now);
            output.diagnostic(terminal ? "\r\u001b[K" + text : text + "\n");
        }
    }

    /** Takes away what was drawn on a terminal. */
    synchronized void clear() {
        if (terminal && drawn > 0) {
            output.diagnostic("\r\u001b[K");
        }
    }
}
