package salvor.copier.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import salvor.copier.device.Posix;
import salvor.copier.map.MapPicture;
import salvor.copier.transfer.Progress;
import salvor.copier.transfer.RemainingTime;
import salvor.copier.transfer.Rescue;

/**
 * Draws how far a rescue is: on a terminal over what was drawn before, else some lines now and
 * then.
 */
final class ProgressDisplay {

    private static final double TERMINAL_EVERY_S = 0.2;
    private static final double LINE_EVERY_S = 10;
    private static final int STDERR = 2;
    private static final int STRIP_CELLS = 72;

    /** A narrow terminal cuts lines off: those that it wrapped could not be taken away again. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final MapPicture.Style style =
            MapPicture.Style.of(System.getProperty("native.encoding"));

    private final Output output;
    private final boolean terminal;
    private final boolean shown;
    private final RemainingTime remaining = new RemainingTime();
    private double drawn = Double.NEGATIVE_INFINITY;
    private int lines;

    ProgressDisplay(Output output, ReportOptions options) {
        this.output = output;
        terminal = Posix.isTerminal(STDERR);
        shown = !options.quiet() && (terminal || options.progress());
    }

    void show(Rescue rescue) {
        if (!shown) {
            return;
        }
        Progress progress = rescue.progress();
        if (progress.seconds() - drawn < (terminal ? TERMINAL_EVERY_S : LINE_EVERY_S)) {
            return;
        }
        drawn = progress.seconds();
        remaining.add(progress);
        String text = text(progress);
        if (terminal) {
            text += MapPicture.strip(rescue.mapNow(), STRIP_CELLS, style) + "\n";
        }
        clear();
        output.diagnostic(terminal ? CUT + text + WRAP : text);
        lines = (int) text.chars().filter(c -> c == '\n').count();
    }

    /** Takes away what was drawn on a terminal. */
    void clear() {
        if (terminal && lines > 0) {
            output.diagnostic("\u001b[" + lines + "A\u001b[J");
            lines = 0;
        }
    }

    private String text(Progress progress) {
        return String.format(
                Locale.ROOT,
                "%s  %s of %s rescued; %s, pass %d, at %s%n"
                        + "%s lost in %s, %s%n"
                        + "%s/s, average %s/s; %s%n",
                RescueReport.percent(progress.rescued(), progress.size()),
                Sizes.show(progress.rescued()),
                Sizes.show(progress.size()),
                progress.pass().phase().name().toLowerCase(Locale.ROOT),
                progress.pass().number(),
                Sizes.show(progress.pass().position()),
                Sizes.show(progress.bad()),
                Nouns.count(progress.areas(), "area"),
                Nouns.count(progress.readErrors(), "read error"),
                Sizes.show((long) remaining.rate()),
                Sizes.show((long) (progress.read() / Math.max(progress.seconds(), 1e-3))),
                timeLeft(progress));
    }

    private String timeLeft(Progress progress) {
        OptionalDouble least = remaining.least(progress);
        OptionalDouble most = remaining.most(progress);
        if (least.isEmpty()) {
            return "remaining time not known yet";
        }
        String from = Durations.show(least.getAsDouble());
        if (most.isEmpty()) {
            return "remaining at least " + from;
        }
        String to = Durations.show(Math.max(most.getAsDouble(), least.getAsDouble()));
        return from.equals(to) ? "remaining " + from : "remaining " + from + " to " + to;
    }
}
