package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Looking at memory. */
final class Bytes {

    static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Zeros are looked for in pieces of so many bytes, at most. */
    static final int PAGE = 4096;

    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[PAGE]);

    private Bytes() {}

    /**
     * Whether all of them are.
     *
     * @param length at most {@link #PAGE}
     */
    static boolean isZero(MemorySegment bytes, long from, long length) {
        return firstDifference(bytes, from, ZEROS, 0, length) == length;
    }

    /** Where, from 0, the two first differ; {@code length} when they do not. */
    static long firstDifference(
            MemorySegment a, long fromA, MemorySegment b, long fromB, long length) {
        long at = MemorySegment.mismatch(a, fromA, fromA + length, b, fromB, fromB + length);
        return at < 0 ? length : at;
    }
}
