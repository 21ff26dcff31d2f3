package salvor.copier.cli;

import salvor.copier.compare.ByteTexts;
import salvor.copier.compare.FirstDifference;
import salvor.copier.compare.StreamComparison;

/** GNU cmp's sentences. */
final class CmpReport {

    private final CmpFiles files;
    private final CmpOutput output;

    CmpReport(CmpFiles files, CmpOutput output) {
        this.files = files;
        this.output = output;
    }

    void difference(FirstDifference first, boolean printBytes) {
        StringBuilder line = new StringBuilder();
        line.append(files.first().name()).append(' ').append(files.second().name());
        line.append(" differ: ").append(printBytes ? "byte" : CmpLocale.word());
        line.append(' ').append(first.position() + 1);
        line.append(", line ").append(first.newlines() + 1);
        if (printBytes) {
            line.append(" is ");
            appendByte(line, first.firstByte()).append(' ');
            appendByte(line, first.secondByte());
        }
        output.print(line.append('\n').toString());
    }

    private static StringBuilder appendByte(StringBuilder line, int value) {
        return line.append(ByteTexts.octal(value)).append(' ').append(ByteTexts.character(value));
    }

    /** Says which one ended first, and in which line; false when none did. */
    boolean endOfFile(StreamComparison.End end, FirstDifference first) {
        boolean atLineStart = first.atLineStart(end.position());
        String line =
                atLineStart ? ", line " + first.newlines() : ", in line " + (first.newlines() + 1);
        return endOfFile(end, line);
    }

    /** Says which one ended first; false when none did. */
    boolean endOfFile(StreamComparison.End end) {
        return endOfFile(end, "");
    }

    private boolean endOfFile(StreamComparison.End end, String line) {
        if (!end.isUneven()) {
            return false;
        }
        String shorter = (end.firstEnded() ? files.first() : files.second()).name();
        String where =
                end.position() == 0 ? " which is empty" : " after byte " + end.position() + line;
        output.complain("cmp: EOF on " + shorter + where + "\n");
        return true;
    }
}
