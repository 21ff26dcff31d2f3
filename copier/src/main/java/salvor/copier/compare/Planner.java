package salvor.copier.compare;

/**
 * Cuts the work into units and leaves out what is a hole on both sides. The first units are small:
 * who stops at a difference near the start shall not have read far past it.
 */
final class Planner {

    /** Both sides of a unit of every worker fit the second-level caches. */
    static final int UNIT_MAX = 512 << 10;

    private static final int UNIT_FIRST = 64 << 10;

    /** A shorter hole is read: that is cheaper than a unit of its own. */
    private static final long HOLE_MIN = 64 << 10;

    private final DataCursor first;
    private final DataCursor second;
    private final long length;
    private long position;
    private long index;
    private int size = UNIT_FIRST;

    Planner(Sides sides) {
        first = new DataCursor(sides.first(), sides.length());
        second = new DataCursor(sides.second(), sides.length());
        length = sides.length();
    }

    /** Fills {@code unit} with the next one; false when there is none. */
    synchronized boolean next(Unit unit) {
        position = nextData(position);
        if (position >= length) {
            return false;
        }
        long limit = Math.min(position + size, length);
        long end = position;
        long next = position;
        do {
            end = Math.min(limit, Math.max(first.endOfData(next), second.endOfData(next)));
            next = end < limit ? nextData(end) : limit;
        } while (end < limit && next < limit && next - end < HOLE_MIN);
        unit.index = index++;
        unit.position = position;
        unit.length = (int) (end - position);
        position = end;
        size = Math.min(2 * size, UNIT_MAX);
        return true;
    }

    private long nextData(long from) {
        return Math.min(first.next(from), second.next(from));
    }
}
