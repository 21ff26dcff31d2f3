package salvor.copier.compare;

/**
 * What is compared with what. Inside this package a position is relative to the starts of the
 * sides.
 *
 * @param length bytes, 0 or more; both have so many after their start
 */
public record Sides(Side first, Side second, long length) {}
