package salvor.copier.cli;

import java.io.IOException;
import salvor.copier.compare.Comparison;
import salvor.copier.compare.ComparisonListener;
import salvor.copier.compare.Examination;
import salvor.copier.compare.Side;
import salvor.copier.compare.Sides;
import salvor.copier.compare.StreamComparison;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.protocol.message.Extent;

/** Leads an examination over both operands: what has a length first, then what can be read on. */
final class CmpWalk {

    private final CmpFiles files;
    private final CmpArguments arguments;
    private final CmpOutput output;
    private final CmpProgress progress;
    private boolean passedOver;
    private long uncompared;

    CmpWalk(CmpFiles files, CmpArguments arguments, CmpOutput output, CmpProgress progress) {
        this.files = files;
        this.arguments = arguments;
        this.output = output;
        this.progress = progress;
    }

    /** Whether something could not be read. */
    boolean passedOver() {
        return passedOver;
    }

    /** Bytes that could not be compared: unreadable, or left out by a map. */
    long uncompared() {
        return uncompared;
    }

    /** Examines all that is to be compared. */
    StreamComparison.End over(Examination examination) throws IOException {
        long limit = arguments.limit();
        long common = files.commonLength(limit);
        long position = 0;
        if (common > 0) {
            Sides sides =
                    new Sides(
                            side(files.first(), files.firstPosition(), 0),
                            side(files.second(), files.secondPosition(), 1),
                            common,
                            arguments.paranoid());
            position = compare(sides, examination);
            files.first().seek(files.firstPosition() + position);
            files.second().seek(files.secondPosition() + position);
        } else {
            discardSkips();
        }
        if (examination.isDecided()) {
            return new StreamComparison.End(position, false, false);
        }
        return new StreamComparison(files.first(), files.second(), files.blockSize())
                .run(examination, position, limit);
    }

    /** Compares what both have; up to which position. */
    private long compare(Sides sides, Examination examination) throws IOException {
        try {
            Comparison.Result result = Comparison.run(sides, examination, new Ear(sides.length()));
            uncompared = result.passedOver();
            return result.end();
        } finally {
            progress.clear();
        }
    }

    /** What has no position is read up to where the comparison starts. */
    private void discardSkips() throws IOException {
        int block = files.blockSize();
        if (files.firstPosition() < 0) {
            StreamComparison.discard(files.first(), arguments.skips().getFirst(), block);
        }
        if (files.secondPosition() < 0) {
            StreamComparison.discard(files.second(), arguments.skips().getLast(), block);
        }
    }

    private Side side(CmpOperand operand, long position, int index) throws IOException {
        String path = arguments.maps().get(index);
        RescueMap map = path == null ? null : MapFile.read(path, operand.size()).map();
        return operand.side(position, map);
    }

    /** Tells people what the comparison tells. */
    private final class Ear implements ComparisonListener {
        private final long total;

        Ear(long total) {
            this.total = total;
        }

        @Override
        public void unreadable(boolean second, Extent area) {
            passedOver(second, area);
        }

        @Override
        public void reached(long position) {
            progress.reached(position, total);
        }
    }

    private void passedOver(boolean second, Extent area) {
        passedOver = true;
        progress.clear();
        CmpOperand operand = second ? files.second() : files.first();
        output.complain(
                "cmp: "
                        + operand.name()
                        + ": Input/output error, bytes "
                        + (area.start() + 1)
                        + "-"
                        + area.end()
                        + "\n");
    }
}
