package salvor.copier.compare;

import java.nio.charset.StandardCharsets;

/**
 * How {@code cmp} shows a byte. Texts are packed into numbers, the first character lowest, ready to
 * be stored in one go.
 */
public final class ByteTexts {

    /** {@code " 101"}: a space, and the octal number in three columns. */
    final long[] octal = new long[256];

    /** {@code "101\n"}. */
    final int[] octalEnd = new int[256];

    /** {@code "A "}: the character in four columns. */
    final long[] padded = new long[256];

    /** {@code " A\n"}. */
    final long[] lineEnd = new long[256];

    /** Bytes of {@link #lineEnd}. */
    final int[] lineEndLength = new int[256];

    ByteTexts() {
        for (int value = 0; value < 256; value++) {
            String character = character(value);
            octal[value] = pack(" " + octal(value));
            octalEnd[value] = (int) pack(octal(value) + "\n");
            padded[value] = pack((character + "   ").substring(0, 4));
            lineEnd[value] = pack(" " + character + "\n");
            lineEndLength[value] = character.length() + 2;
        }
    }

    /** The octal number, padded with spaces to three columns. */
    public static String octal(int value) {
        String digits = Integer.toOctalString(value);
        return "  ".substring(0, 3 - digits.length()) + digits;
    }

    /**
     * The character: {@code M-} stands for the highest bit, {@code ^} for a control character.
     *
     * @param value 0 to 255
     */
    public static String character(int value) {
        String meta = value >= 128 ? "M-" : "";
        int low = value & 127;
        if (low < 32) {
            return meta + "^" + (char) (low + 64);
        }
        return low == 127 ? meta + "^?" : meta + (char) low;
    }

    private static long pack(String text) {
        long packed = 0;
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            packed |= (long) bytes[i] << (8 * i);
        }
        return packed;
    }
}
