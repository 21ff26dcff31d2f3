package salvor.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import salvor.copier.compare.BlockRow;
import salvor.copier.compare.HashKey;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.device.HoleMemory;
import salvor.protocol.message.Extent;

/**
 * Reads and hashes one file in one thread as a server does: what a far comparison is measured by.
 * {@code bench/cmp far} starts it.
 */
public final class HashAlone {

    private static final int BLOCK = 64 << 10;

    /** Bytes that one question is for. */
    private static final int ROW = 16 << 20;

    private static final int BUFFER = 512 << 10;

    private HashAlone() {}

    /**
     * Does it.
     *
     * @param args the file
     */
    public static void main(String[] args) throws Exception {
        try (Arena arena = Arena.ofShared();
                Device device = new HoleMemory(FileDevice.openCached(args[0]))) {
            MemorySegment buffer = arena.allocate(BUFFER, BufferPool.ALIGNMENT);
            HashKey key = new HashKey.Xxh3(1, false);
            for (long at = 0; at < device.size(); at += ROW) {
                Extent row = Extent.between(at, Math.min(device.size(), at + ROW));
                if (new BlockRow(device, key, BLOCK, buffer).hash(row, () -> false).isEmpty()) {
                    throw new IllegalStateException("nothing hashed");
                }
            }
        }
    }
}
