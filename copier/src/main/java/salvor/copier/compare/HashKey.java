package salvor.copier.compare;

/**
 * How blocks are hashed.
 *
 * @param seed new for each comparison, so that nobody can have made blocks that collide
 * @param lines whether newlines are counted
 */
public record HashKey(long seed, boolean lines) {}
