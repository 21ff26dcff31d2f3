package salvor.copier.pair;

import salvor.copier.compare.GaloisField;

/** Products in GF(2^8), the field of md's RAID6; see {@link GaloisField}. */
final class SmallField {

    /** 2 to this power is 1, and to no smaller one. */
    private static final int ORDER = 255;

    private static final int[] POWERS = new int[2 * ORDER];
    private static final int[] LOGARITHMS = new int[ORDER + 1];

    static {
        long power = 1;
        for (int i = 0; i < ORDER; i++) {
            POWERS[i] = (int) power;
            POWERS[i + ORDER] = (int) power;
            LOGARITHMS[(int) power] = i;
            power = GaloisField.twice(power);
        }
    }

    private SmallField() {}

    static int times(int a, int b) {
        return a == 0 || b == 0 ? 0 : POWERS[LOGARITHMS[a] + LOGARITHMS[b]];
    }

    /**
     * @param a not 0
     */
    static int inverse(int a) {
        return POWERS[ORDER - LOGARITHMS[a]];
    }

    /** 2 to a power. */
    static int power(int exponent) {
        return POWERS[exponent % ORDER];
    }

    /** Each of eight bytes times a factor. */
    static long timesEach(long bytes, int factor) {
        long product = 0;
        long doubled = bytes;
        for (int rest = factor; rest != 0; rest >>>= 1) {
            product ^= (rest & 1) != 0 ? doubled : 0;
            doubled = GaloisField.twice(doubled);
        }
        return product;
    }
}
