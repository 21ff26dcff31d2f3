package salvor.copier.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import salvor.copier.cli.CmpArguments.Answer;
import salvor.copier.compare.RunListener;
import salvor.copier.compare.StreamComparison;
import salvor.copier.compare.Tally;

/**
 * What {@code --count}, {@code --ranges} and {@code --json} print. Ranges go out as they are found,
 * for there may be more of them than memory holds.
 */
final class CmpTally {

    private static final String BEGINNING = "{\"command\":\"cmp\",\"ranges\":[";

    private final CmpArguments arguments;
    private final CmpOutput output;
    private final CmpWalk walk;
    private final StringBuilder line = new StringBuilder();
    private boolean anyRange;

    CmpTally(CmpArguments arguments, CmpOutput output, CmpWalk walk) {
        this.arguments = arguments;
        this.output = output;
        this.walk = walk;
    }

    /** Counts and prints; whether anything differs, the lengths too. */
    boolean run(CmpReport report) throws IOException {
        Tally tally = new Tally(listener());
        StreamComparison.End end;
        try {
            end = walk.over(tally);
            tally.finish();
        } catch (IOException e) {
            endObject(tally);
            throw e;
        }
        boolean different = tally.differing() > 0 || end.isUneven();
        if (arguments.json()) {
            output.print(json(tally, end, different));
        } else if (arguments.answer() == Answer.COUNT) {
            output.print(tally.differing() + "\n");
        }
        report.endOfFile(end);
        return different;
    }

    /** Of what was begun and came to nothing; where nothing was begun, nothing is printed. */
    private void endObject(Tally tally) {
        if (anyRange) {
            output.print(
                    "],\"equal\":false,\"first_difference\":"
                            + (tally.first() + 1)
                            + ",\"differing_bytes\":null,\"compared_bytes\":null"
                            + ",\"unreadable_bytes\":null}\n");
        }
    }

    private @Nullable RunListener listener() {
        if (arguments.json()) {
            return this::printObject;
        }
        return arguments.answer() == Answer.RANGES ? this::printLine : null;
    }

    private void printLine(long first, long last, long bytes) {
        line.setLength(0);
        line.append(first + 1).append(' ').append(last + 1).append(' ').append(bytes);
        output.print(line.append('\n').toString());
    }

    private void printObject(long first, long last, long bytes) {
        line.setLength(0);
        line.append(anyRange ? "," : BEGINNING).append("{\"start\":").append(first + 1);
        line.append(",\"end\":").append(last + 1).append(",\"bytes\":").append(bytes).append('}');
        output.print(line.toString());
        anyRange = true;
    }

    private String json(Tally tally, StreamComparison.End end, boolean different) {
        String first = tally.first() < 0 ? "null" : Long.toString(tally.first() + 1);
        line.setLength(0);
        line.append(anyRange ? "" : BEGINNING).append("],\"equal\":").append(!different);
        line.append(",\"first_difference\":").append(first);
        line.append(",\"differing_bytes\":").append(tally.differing());
        line.append(",\"compared_bytes\":").append(end.position() - walk.uncompared());
        line.append(",\"unreadable_bytes\":").append(walk.uncompared());
        return line.append("}\n").toString();
    }
}
