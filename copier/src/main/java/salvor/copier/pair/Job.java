package salvor.copier.pair;

import java.util.List;
import salvor.protocol.message.Extent;

/**
 * What is confirmed of one group: relations over rows of positions. Row {@code r} begins at {@code
 * start + r * period}; what lies between rows is reached by the shifts of the relations' terms, so
 * that each byte of a disk is read once.
 *
 * @param rowLength bytes, above 0
 * @param period bytes from row to row, at least {@code rowLength}
 * @param end position at which rows end
 */
record Job(List<Relation> relations, long start, long rowLength, long period, long end) {

    /** Bytes read of a disk at once. */
    static final int WINDOW = 512 << 10;

    /** One row, from {@code start} to {@code end}. */
    static Job oneRow(List<Relation> relations, long start, long end) {
        long length = Math.max(1, end - start);
        return new Job(relations, start, length, length, end);
    }

    private long windowsInRow() {
        return Math.ceilDiv(rowLength, WINDOW);
    }

    long windows() {
        return end <= start ? 0 : Math.ceilDiv(end - start, period) * windowsInRow();
    }

    /** Positions of one window; may be empty at the end. */
    Extent window(long number) {
        long row = start + number / windowsInRow() * period;
        long from = row + number % windowsInRow() * WINDOW;
        long to = Math.min(Math.min(row + rowLength, from + WINDOW), end);
        return Extent.between(from, Math.max(from, to));
    }
}
