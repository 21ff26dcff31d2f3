package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Counting over memory, eight bytes a step. */
final class Bytes {

    static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long NEWLINES = 0x0a0a_0a0a_0a0a_0a0aL;

    private Bytes() {}

    /** How many of the eight bytes of {@code word} are not zero. */
    static int nonZero(long word) {
        return Long.bitCount((((word & LOW_BITS) + LOW_BITS) | word) & HIGH_BITS);
    }

    /** How many of the {@code length} bytes at {@code from} are newlines. */
    static long newlines(MemorySegment memory, long from, long length) {
        long words = length >>> 3;
        long others = 0;
        for (long i = 0; i < words; i++) {
            others += nonZero(memory.get(WORD, from + (i << 3)) ^ NEWLINES);
        }
        long count = (words << 3) - others;
        for (long i = words << 3; i < length; i++) {
            if (memory.get(ValueLayout.JAVA_BYTE, from + i) == '\n') {
                count++;
            }
        }
        return count;
    }

    /** In how many of {@code length} bytes the two differ. */
    static long differing(MemorySegment a, long fromA, MemorySegment b, long fromB, long length) {
        long words = length >>> 3;
        long count = 0;
        for (long i = 0; i < words; i++) {
            long at = i << 3;
            count += nonZero(a.get(WORD, fromA + at) ^ b.get(WORD, fromB + at));
        }
        for (long i = words << 3; i < length; i++) {
            if (a.get(ValueLayout.JAVA_BYTE, fromA + i)
                    != b.get(ValueLayout.JAVA_BYTE, fromB + i)) {
                count++;
            }
        }
        return count;
    }

    /** Where, from 0, the two first differ; {@code length} when they do not. */
    static long firstDifference(
            MemorySegment a, long fromA, MemorySegment b, long fromB, long length) {
        long at = MemorySegment.mismatch(a, fromA, fromA + length, b, fromB, fromB + length);
        return at < 0 ? length : at;
    }
}
