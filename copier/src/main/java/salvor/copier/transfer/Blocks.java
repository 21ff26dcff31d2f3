package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/** What is asked of every block's bytes. */
public final class Blocks {

    private Blocks() {}

    /**
     * CRC-32C (Castagnoli, RFC 3720) of these bytes; the JDK's is one instruction for eight bytes.
     */
    public static int checksum(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asByteBuffer());
        return (int) crc.getValue();
    }

    /** Whether all these bytes are zero; gives up at the first that is not. */
    public static boolean isZero(MemorySegment bytes) {
        long length = bytes.byteSize();
        if (length == 0) {
            return true;
        }
        // Bytes that equal their right neighbours are all alike: one vectorised comparison.
        return bytes.get(ValueLayout.JAVA_BYTE, 0) == 0
                && MemorySegment.mismatch(bytes, 0, length - 1, bytes, 1, length) < 0;
    }
}
