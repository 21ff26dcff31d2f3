package salvor.copier.compare;

/**
 * GF(2^8) mod x^8+x^4+x^3+x^2+1, the field of md's RAID6 (Anvin, "The mathematics of RAID-6"), and
 * GF(2^64) over it, mod y^8+y^3+y^2+8. A long holds eight bytes, each an element of the former, or
 * the coefficients of one element of the latter, the lowest first.
 */
public final class GaloisField {

    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final int VALUES = 256;

    private GaloisField() {}

    /** Each of eight bytes times 2. */
    public static long twice(long bytes) {
        long carries = bytes >>> 7 & LOW_BITS;
        return (bytes & ~(LOW_BITS << 7)) << 1 ^ carries * 0x1D;
    }

    /** Times y: what leaves at the top comes back as the polynomial has it. */
    private static long shifted(long element) {
        long top = element >>> 56;
        return element << 8 ^ top << 24 ^ top << 16 ^ twice(twice(twice(top)));
    }

    /** All that {@link #times} needs to multiply by {@code factor}, an element of GF(2^64). */
    static long[] multiples(long factor) {
        long[] multiples = new long[Long.BYTES * VALUES];
        long power = factor;
        for (int from = 0; from < multiples.length; from += VALUES) {
            long bit = power;
            for (int value = 1; value < VALUES; value++) {
                int rest = value & value - 1;
                if (rest == 0) {
                    multiples[from + value] = bit;
                    bit = twice(bit);
                } else {
                    multiples[from + value] =
                            multiples[from + rest] ^ multiples[from + (value ^ rest)];
                }
            }
            power = shifted(power);
        }
        return multiples;
    }

    /** The product in GF(2^64), by the multiples of one factor. */
    static long times(long[] multiples, long element) {
        return multiples[(int) element & 0xFF]
                ^ multiples[0x100 | ((int) (element >>> 8) & 0xFF)]
                ^ multiples[0x200 | ((int) (element >>> 16) & 0xFF)]
                ^ multiples[0x300 | ((int) (element >>> 24) & 0xFF)]
                ^ multiples[0x400 | ((int) (element >>> 32) & 0xFF)]
                ^ multiples[0x500 | ((int) (element >>> 40) & 0xFF)]
                ^ multiples[0x600 | ((int) (element >>> 48) & 0xFF)]
                ^ multiples[0x700 | (int) (element >>> 56)];
    }
}
