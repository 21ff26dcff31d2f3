package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Looking at memory. */
final class Bytes {

    static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** Where, from 0, the two first differ; {@code length} when they do not. */
    static long firstDifference(
            MemorySegment a, long fromA, MemorySegment b, long fromB, long length) {
        long at = MemorySegment.mismatch(a, fromA, fromA + length, b, fromB, fromB + length);
        return at < 0 ? length : at;
    }
}
