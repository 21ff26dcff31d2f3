package salvor.copier.compare;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the work into units and leaves out what is a hole on both sides. The first units are small:
 * who stops at a difference near the start shall not have read far past it.
 */
final class Planner {

    private final DataCursor first;
    private final DataCursor second;
    private final Included firstIncluded;
    private final Included secondIncluded;
    private final long length;
    private long position;
    private long leftOut;
    private long index;
    private final UnitSizes sizes;
    private int size;

    Planner(Sides sides, UnitSizes sizes) {
        this.sizes = sizes;
        size = sizes.first();
        length = sides.length();
        first = new DataCursor(sides.first(), length);
        second = new DataCursor(sides.second(), length);
        firstIncluded = new Included(sides.first(), length);
        secondIncluded = new Included(sides.second(), length);
    }

    /** The next one; null when there is none. */
    synchronized @Nullable Unit next() {
        while (position < length) {
            long from = nextIncluded(position);
            leftOut += from - position;
            long runEnd = Math.min(firstIncluded.end(from), secondIncluded.end(from));
            position = Math.min(nextData(from), runEnd);
            if (position < runEnd) {
                return unit(Math.min(position + size, runEnd));
            }
        }
        return null;
    }

    /** Bytes so far that a map leaves out. */
    synchronized long leftOut() {
        return leftOut;
    }

    private Unit unit(long limit) {
        long end = position;
        long next = position;
        do {
            end = Math.min(limit, Math.max(first.endOfData(next), second.endOfData(next)));
            next = end < limit ? nextData(end) : limit;
        } while (end < limit && next < limit && next - end < sizes.holeMin());
        Unit unit = new Unit(index++, position, (int) (end - position));
        position = end;
        size = Math.min(2 * size, sizes.max());
        return unit;
    }

    private long nextIncluded(long from) {
        long at = from;
        for (long last = -1; last != at; ) {
            last = at;
            at = secondIncluded.next(firstIncluded.next(at));
        }
        return at;
    }

    private long nextData(long from) {
        return Math.min(first.next(from), second.next(from));
    }
}
