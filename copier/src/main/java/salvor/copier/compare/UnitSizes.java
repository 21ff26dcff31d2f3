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

    /** A unit is worth a round trip, and its bytes fit in memory, several times. */
    static final UnitSizes FAR = new UnitSizes(64 << 10, 4 << 20, 1 << 20);

    /** A unit's hashes, of 64 KiB each, are the answer to one question. */
    static final UnitSizes HASHED = new UnitSizes(64 << 10, 16 << 20, 1 << 20);
}
