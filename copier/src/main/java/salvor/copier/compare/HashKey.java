package salvor.copier.compare;

/**
 * How blocks are hashed; drawn anew for each comparison, so that nobody can have made blocks that
 * collide.
 */
public sealed interface HashKey {

    /**
     * The fastest, for blocks that are equal or not.
     *
     * @param lines whether newlines are counted
     */
    record Xxh3(long seed, boolean lines) implements HashKey {}

    /**
     * Linear over the field of {@link GaloisField}: sums and multiples of blocks have the sums and
     * multiples of their hashes, so that parity is told by hashes alone. Of blocks of {@code n}
     * words whose parity is wrong, the hashes say so for all but {@code (n / 2^64)^2} of the pairs
     * of points, whatever the blocks are: of 16 KiB, 2^-106.
     *
     * @param first an element of GF(2^64)
     * @param second another, drawn independently
     */
    record Linear(long first, long second) implements HashKey {}
}
