package salvor.copier.compare;

/**
 * How large the units are, in bytes.
 *
 * @param first of the first; each is twice the one before
 * @param max of one, at most
 * @param holeMin a hole that is shorter is part of a unit: that is cheaper than a unit of its own
 */
record UnitSizes(int first, int max, long holeMin) {

    /** Both sides of a unit of every worker fit the second-level caches. */
    static final UnitSizes NEAR = new UnitSizes(64 << 10, 512 << 10, 64 << 10);

    /** A unit is worth a round trip. */
    static final UnitSizes FAR = new UnitSizes(64 << 10, 4 << 20, 1 << 20);
}
