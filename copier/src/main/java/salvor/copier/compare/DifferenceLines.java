package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writes a line for each differing byte, as {@code cmp -l} and {@code cmp -bl} do: the number of
 * the byte right-aligned in a column of fixed width, then both bytes in octal.
 *
 * <p>Digits are built where they are printed. A line is a prefix, the number without its last three
 * digits, which changes once in a thousand bytes; then a word with those three digits and the first
 * byte; then the second byte. Each part is stored whole and the next one overwrites what is too
 * much, so a line costs four stores.
 */
final class DifferenceLines {

    /** The longest line, and what a store may write past it. */
    static final int LINE_MAX = 64;

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = Bytes.WORD;
    private static final long SPACE_LAST = (long) ' ' << 56;

    private final int width;
    private final boolean printBytes;

    /** The three last digits, padded with zeros, or with spaces for the first thousand. */
    private final int[] zeroPadded = new int[1000];

    private final int[] spacePadded = new int[1000];

    private final ByteTexts texts = new ByteTexts();

    private int prefixLength;
    private long prefixLow;
    private long prefixHigh;
    private long prefixNumber = -1;
    private int[] digits = zeroPadded;

    /**
     * @param width columns of the number, 1 to 19; a longer number takes more
     * @param printBytes whether characters are shown beside the octal numbers
     */
    DifferenceLines(int width, boolean printBytes) {
        this.width = width;
        this.printBytes = printBytes;
        for (int i = 0; i < 1000; i++) {
            int low = ('0' + i % 10) << 16;
            int middle = '0' + i / 10 % 10;
            int high = '0' + i / 100;
            zeroPadded[i] = high | (middle << 8) | low;
            spacePadded[i] = (i < 100 ? ' ' : high) | ((i < 10 ? ' ' : middle) << 8) | low;
        }
    }

    /**
     * Writes the lines for {@code length} bytes.
     *
     * @param number of the first byte, from 1
     * @param at where in {@code out} to write; {@code length * LINE_MAX} bytes must have room
     * @return where in {@code out} the lines end
     */
    long write(
            MemorySegment a,
            MemorySegment b,
            long from,
            int length,
            long number,
            MemorySegment out,
            long at) {
        long end = from + length;
        for (long i = from; i < end; ) {
            if (i + 8 <= end && a.get(LONG, i) == b.get(LONG, i)) {
                i = skipEqual(a, b, i + 8, end);
                continue;
            }
            long first = number + (i - from);
            if (i + 8 <= end && sharePrefix(first)) {
                int last = (int) (first - prefixNumber * 1000);
                at = eight(a.get(LONG, i), b.get(LONG, i), last, out, at);
                i += 8;
            } else {
                int x = a.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
                int y = b.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
                at = x == y ? at : line(first, x, y, out, at);
                i++;
            }
        }
        return at;
    }

    /**
     * Whether the next eight numbers have all but the last three digits in common, which are set.
     */
    private boolean sharePrefix(long number) {
        long thousand = number / 1000;
        if (thousand != prefixNumber) {
            setPrefix(thousand);
        }
        return number - thousand * 1000 <= 992 && (width >= 3 || thousand > 0);
    }

    /** Lines for what differs in two words, whose prefix is set. All that is used is local. */
    private long eight(long a, long b, int number, MemorySegment out, long at) {
        long low = prefixLow;
        long high = prefixHigh;
        int skip = prefixLength;
        int[] numbers = digits;
        long[] octal = texts.octal;
        int[] octalEnd = texts.octalEnd;
        for (int i = 0; i < 8; i++) {
            int x = (int) (a >>> (8 * i)) & 0xFF;
            int y = (int) (b >>> (8 * i)) & 0xFF;
            if (x == y) {
                continue;
            }
            out.set(LONG, at, low);
            if (skip > 8) {
                out.set(LONG, at + 8, high);
            }
            at += skip;
            out.set(LONG, at, numbers[number + i] | (octal[x] << 24) | SPACE_LAST);
            at += 8;
            if (printBytes) {
                out.set(LONG, at, texts.padded[x] | (octal[y] << 32));
                out.set(LONG, at + 8, texts.lineEnd[y]);
                at += 8 + texts.lineEndLength[y];
            } else {
                out.set(INT, at, octalEnd[y]);
                at += 4;
            }
        }
        return at;
    }

    /** The next differing byte, or a few before it: a lone equal word is not worth a search. */
    private static long skipEqual(MemorySegment a, MemorySegment b, long at, long end) {
        if (at + 8 > end || a.get(LONG, at) != b.get(LONG, at)) {
            return at;
        }
        return at + Bytes.firstDifference(a, at, b, at, end - at);
    }

    private long line(long number, int x, int y, MemorySegment out, long at) {
        long thousand = number / 1000;
        if (thousand != prefixNumber) {
            setPrefix(thousand);
        }
        out.set(LONG, at, prefixLow);
        out.set(LONG, at + 8, prefixHigh);
        int last = (int) (number - thousand * 1000);
        long word = digits[last] | (texts.octal[x] << 24) | SPACE_LAST;
        int dropped = width < 3 && thousand == 0 ? leadingSpaces(last) : 0;
        out.set(LONG, at + prefixLength, word >>> (8 * dropped));
        long tail = at + prefixLength + 8 - dropped;
        if (printBytes) {
            out.set(LONG, tail, texts.padded[x] | (texts.octal[y] << 32));
            out.set(LONG, tail + 8, texts.lineEnd[y]);
            return tail + 8 + texts.lineEndLength[y];
        }
        out.set(INT, tail, texts.octalEnd[y]);
        return tail + 4;
    }

    /** How many of the three columns a number below 1000 does not need. */
    private int leadingSpaces(int number) {
        return 3 - Math.max(width, number < 10 ? 1 : number < 100 ? 2 : 3);
    }

    private void setPrefix(long thousand) {
        prefixNumber = thousand;
        digits = thousand == 0 ? spacePadded : zeroPadded;
        int used = 0;
        for (long rest = thousand; rest != 0; rest /= 10) {
            used++;
        }
        prefixLength = Math.max(used, width - 3);
        prefixLow = 0;
        prefixHigh = 0;
        long rest = thousand;
        for (int i = prefixLength - 1; i >= 0; i--) {
            long digit = rest == 0 ? ' ' : '0' + rest % 10;
            rest /= 10;
            if (i < 8) {
                prefixLow |= digit << (8 * i);
            } else {
                prefixHigh |= digit << (8 * (i - 8));
            }
        }
    }
}
