package salvor.copier.compare;

/**
 * What is compared with what. Inside this package a position is relative to the starts of the
 * sides.
 *
 * @param length bytes, 0 or more; both have so many after their start
 * @param paranoid whether bytes are compared even where they would have to travel
 */
public record Sides(Side first, Side second, long length, boolean paranoid) {

    /** Sides of which equal blocks of a far one may be proven by their hashes. */
    public Sides(Side first, Side second, long length) {
        this(first, second, length, false);
    }

    /** The same, for who plans and those who read. */
    Sides remembering() {
        return new Sides(first.remembering(), second.remembering(), length, paranoid);
    }

    boolean isFar() {
        return first.isFar() || second.isFar();
    }

    boolean hashesFirst() {
        return isFar() && !paranoid;
    }
}
