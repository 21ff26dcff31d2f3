package salvor.copier.compare;

/**
 * One worker's next piece of work.
 *
 * @param index counts from 0; units are published in this order
 * @param length bytes, above 0
 */
record Unit(long index, long position, int length) {}
