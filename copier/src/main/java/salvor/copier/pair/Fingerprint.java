package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import salvor.copier.compare.GaloisField;

/**
 * What is kept of a block: enough to tell equality, parity and RAID6's syndrome without its bytes.
 */
final class Fingerprint {

    /** Bytes of a block. */
    static final int BLOCK = 4096;

    /** Byte values a block must have more of to be telling. */
    private static final int VALUES_MIN = 16;

    private static final long CRC_OF_ZEROS = crcs(ByteBuffer.allocate(BLOCK));

    private Fingerprint() {}

    /**
     * 64 bits linear over GF(2): CRC-32 and CRC-32C, each a linear map once its value for zeros is
     * taken off. Zero for a block of zeros.
     */
    static long linear(MemorySegment block) {
        return crcs(block.asByteBuffer()) ^ CRC_OF_ZEROS;
    }

    private static long crcs(ByteBuffer block) {
        CRC32 crc = new CRC32();
        crc.update(block.duplicate());
        CRC32C castagnoli = new CRC32C();
        castagnoli.update(block.duplicate());
        return crc.getValue() << 32 | castagnoli.getValue();
    }

    /**
     * Eight bytes linear over GF(2^8): each the block's bytes of one residue mod 8 as coefficients
     * of a polynomial, evaluated at 2. What RAID6 does to blocks it does to these.
     */
    static long syndrome(MemorySegment block) {
        long sum = 0;
        for (long at = 0; at < BLOCK; at += 8) {
            sum = GaloisField.twice(sum) ^ block.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    /** Whether the block could hardly be equal to another by chance. */
    static boolean isTelling(MemorySegment block) {
        long low = 0;
        long high = 0;
        long top = 0;
        long last = 0;
        for (long at = 0; at < BLOCK; at++) {
            int value = block.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            long bit = 1L << value;
            switch (value >>> 6) {
                case 0 -> low |= bit;
                case 1 -> high |= bit;
                case 2 -> top |= bit;
                default -> last |= bit;
            }
            if ((at & 63) == 63 && count(low, high, top, last) > VALUES_MIN) {
                return true;
            }
        }
        return false;
    }

    private static int count(long low, long high, long top, long last) {
        return Long.bitCount(low) + Long.bitCount(high) + Long.bitCount(top) + Long.bitCount(last);
    }
}
