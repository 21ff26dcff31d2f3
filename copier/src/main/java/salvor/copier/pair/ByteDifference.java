package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import salvor.copier.pair.Comparison.Range;

/** Finds the bytes whose XOR over several equally long memories is not zero. */
final class ByteDifference {

    private static final int SECTOR = DiskSample.SECTOR;
    private static final long SEVEN_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

    private ByteDifference() {}

    /**
     * Counts into {@code tally}.
     *
     * @param from first byte in the memories
     * @param to the byte after the last
     * @param base what to add for a position on the disk
     */
    static void count(List<MemorySegment> all, long from, long to, long base, Tally tally) {
        tally.compared(to - from);
        for (long at = next(all, from, to); at < to; at = next(all, at, to)) {
            long sector = Math.max(from, at / SECTOR * SECTOR);
            long end = Math.min(to, (at / SECTOR + 1) * SECTOR);
            tally.differing(sector(all, at, end, base), base + sector);
            at = end;
        }
    }

    /**
     * The first difference at or after {@code from}, perhaps a few bytes early; else {@code to}.
     */
    private static long next(List<MemorySegment> all, long from, long to) {
        if (all.size() == 2) {
            long at = MemorySegment.mismatch(all.get(0), from, to, all.get(1), from, to);
            return at < 0 ? to : from + at;
        }
        for (long at = from; at < to; at += SECTOR) {
            long end = Math.min(to, at + SECTOR);
            if (xorsToSomething(all, at, end)) {
                return firstDifference(all, at, end);
            }
        }
        return to;
    }

    private static boolean xorsToSomething(List<MemorySegment> all, long from, long to) {
        long any = 0;
        long at = from;
        for (; at + 8 <= to; at += 8) {
            any |= word(all, at);
        }
        for (; at < to; at++) {
            any |= oneByte(all, at);
        }
        return any != 0;
    }

    private static long firstDifference(List<MemorySegment> all, long from, long to) {
        long at = from;
        while (at < to && oneByte(all, at) == 0) {
            at++;
        }
        return at;
    }

    /** The differences from {@code from}, which is one, up to {@code to}. */
    private static Range sector(List<MemorySegment> all, long from, long to, long base) {
        long bytes = 0;
        long last = from;
        long at = from;
        for (; at + 8 <= to; at += 8) {
            long word = word(all, at);
            if (word != 0) {
                bytes += nonZeroBytes(word);
                last = at + 7 - Long.numberOfLeadingZeros(word) / 8;
            }
        }
        for (; at < to; at++) {
            if (oneByte(all, at) != 0) {
                bytes++;
                last = at;
            }
        }
        return new Range(base + from, base + last, bytes);
    }

    private static int nonZeroBytes(long word) {
        return Long.bitCount(((word & SEVEN_BITS) + SEVEN_BITS | word) & ~SEVEN_BITS);
    }

    /** Little-endian, so that a later byte is a higher one. */
    private static long word(List<MemorySegment> all, long at) {
        long xor = 0;
        for (int i = 0; i < all.size(); i++) {
            xor ^= all.get(i).get(Words.LITTLE, at);
        }
        return xor;
    }

    private static int oneByte(List<MemorySegment> all, long at) {
        int xor = 0;
        for (int i = 0; i < all.size(); i++) {
            xor ^= all.get(i).get(ValueLayout.JAVA_BYTE, at);
        }
        return xor;
    }
}
