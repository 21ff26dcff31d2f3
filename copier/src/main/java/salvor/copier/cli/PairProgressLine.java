package salvor.copier.cli;

import salvor.copier.pair.PairProgress;

/** How far pairing is: what was sampled, then how much of the long comparison is done. */
final class PairProgressLine implements PairProgress {

    /** Windows that a rate is told from. */
    private static final int WINDOWS_MIN = 16;

    private final ProgressLine line;
    private long first = -1;
    private double firstAfter;

    PairProgressLine(Output output, ReportOptions options) {
        line = new ProgressLine(output, options);
    }

    @Override
    public synchronized void sampled(long bytes) {
        line.say(() -> "sampled " + Sizes.show(bytes) + " of each disk");
    }

    @Override
    public synchronized void confirmed(long windows, long total) {
        if (first < 0) {
            // What came before the first window of this run is not its time.
            first = windows - 1;
            firstAfter = line.seconds();
        }
        line.say(
                () ->
                        "comparing: %.1f %%, %s"
                                .formatted(100.0 * windows / total, left(windows, total)));
    }

    private String left(long windows, long total) {
        long here = windows - first;
        double seconds = line.seconds() - firstAfter;
        return here < WINDOWS_MIN
                ? "remaining time not known yet"
                : "remaining " + Durations.show(seconds * (total - windows) / here);
    }

    /** Takes away what was drawn on a terminal. */
    synchronized void clear() {
        line.clear();
    }
}
