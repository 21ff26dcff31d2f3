package salvor.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import salvor.copier.device.BufferPool;

/** Blocks as a rescue reads them. */
final class Block {

    /** Bytes of one: what a file is read by. */
    static final int BYTES = 512 << 10;

    private Block() {}

    static MemorySegment zeros() {
        return of(BYTES);
    }

    /** So many bytes, all zero. */
    static MemorySegment of(long bytes) {
        return Arena.ofAuto().allocate(bytes, BufferPool.ALIGNMENT);
    }

    /** Bytes that do not compress. */
    static MemorySegment noise() {
        MemorySegment block = zeros();
        byte[] bytes = new byte[BYTES];
        new Random(1).nextBytes(bytes);
        MemorySegment.copy(bytes, 0, block, ValueLayout.JAVA_BYTE, 0, BYTES);
        return block;
    }

    /** Lines of text with numbers, which shrink to about a third. */
    static MemorySegment text() {
        MemorySegment block = zeros();
        Random random = new Random(2);
        for (long at = 0; at + 64 <= BYTES; at += 64) {
            String line =
                    String.format(
                            "%08x sectors were read from the disk in %7d ms, all good\n",
                            at, random.nextInt(1_000_000));
            for (int i = 0; i < 64 && i < line.length(); i++) {
                block.set(ValueLayout.JAVA_BYTE, at + i, (byte) line.charAt(i));
            }
        }
        return block;
    }
}
