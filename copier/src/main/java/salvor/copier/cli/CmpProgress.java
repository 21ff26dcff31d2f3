package salvor.copier.cli;

import java.util.concurrent.TimeUnit;
import salvor.copier.cli.CmpArguments.Answer;
import salvor.copier.device.Posix;

/**
 * Says on standard error how far {@code cmp} is: on a terminal that shows no results at the same
 * time, or where it was asked for. What is over in a second says nothing.
 */
final class CmpProgress {

    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long EVERY_TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String ERASE = "\r\u001b[K";

    private final CmpArguments arguments;
    private final CmpStreams streams;
    private final CmpOutput output;
    private final long began = System.nanoTime();
    private long next = FIRST_NANOS;
    private boolean drawn;

    CmpProgress(CmpArguments arguments, CmpStreams streams, CmpOutput output) {
        this.arguments = arguments;
        this.streams = streams;
        this.output = output;
    }

    /** So many of {@code total} bytes, above 0, are compared. */
    void reached(long position, long total) {
        long now = System.nanoTime() - began;
        if (now < next) {
            return;
        }
        boolean terminal = Posix.isTerminal(streams.error());
        next = now + (terminal ? EVERY_TERMINAL_NANOS : EVERY_NANOS);
        if (arguments.progress() || (terminal && !showsLines())) {
            draw(terminal, now / 1e9, position, total);
        }
    }

    /** Whether results appear on a terminal meanwhile. */
    private boolean showsLines() {
        boolean lines = arguments.answer() == Answer.LIST || arguments.answer() == Answer.RANGES;
        return lines && Posix.isTerminal(streams.output());
    }

    private void draw(boolean terminal, double seconds, long position, long total) {
        double left = seconds / Math.max(1, position) * (total - position);
        String text =
                "cmp: "
                        + Sizes.show(position)
                        + " of "
                        + Sizes.show(total)
                        + " compared, "
                        + Sizes.show((long) (position / seconds))
                        + "/s, "
                        + Durations.show(left)
                        + " left";
        output.complain(terminal ? ERASE + text : text + "\n");
        drawn = terminal;
    }

    /** Takes away what was drawn on a terminal; before anything else is written there. */
    void clear() {
        if (drawn) {
            output.complain(ERASE);
            drawn = false;
        }
    }
}
