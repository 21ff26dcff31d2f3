package salvor.protocol.message;

/**
 * A run of bytes: from {@code start} up to, not including, {@code end()}.
 *
 * @param start first byte, 0 or more
 * @param length bytes, 0 or more; {@code start + length} fits a {@code long}
 */
public record Extent(long start, long length) implements Comparable<Extent> {

    public Extent {
        if (start < 0 || length < 0 || start + length < 0) {
            throw new IllegalArgumentException("not an extent: " + start + " + " + length);
        }
    }

    /** The extent from {@code start} up to, not including, {@code end}. */
    public static Extent between(long start, long end) {
        return new Extent(start, end - start);
    }

    /** The byte after the last. */
    public long end() {
        return start + length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public boolean contains(long position) {
        return position >= start && position < end();
    }

    public boolean contains(Extent other) {
        return other.start >= start && other.end() <= end();
    }

    public boolean overlaps(Extent other) {
        return other.start < end() && start < other.end();
    }

    /** What both have in common; empty, at the later start, when that is nothing. */
    public Extent intersect(Extent other) {
        long from = Math.max(start, other.start);
        long to = Math.min(end(), other.end());
        return new Extent(from, Math.max(0, to - from));
    }

    /** By start, then by length. */
    @Override
    public int compareTo(Extent other) {
        int byStart = Long.compare(start, other.start);
        return byStart != 0 ? byStart : Long.compare(length, other.length);
    }

    @Override
    public String toString() {
        return "[" + start + ", +" + length + ")";
    }
}
