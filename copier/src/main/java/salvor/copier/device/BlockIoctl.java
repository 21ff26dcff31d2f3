package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * The questions and orders that only block devices know; request numbers from {@code linux/fs.h}
 * and {@code linux/loop.h}.
 */
final class BlockIoctl {

    private static final long BLKGETSIZE64 = 0x8008_1272L;
    private static final long BLKSSZGET = 0x1268;
    private static final long BLKPBSZGET = 0x127b;
    private static final long BLKZEROOUT = 0x127f;
    private static final long LOOP_GET_STATUS64 = 0x4c05;
    private static final int LOOP_INFO64_BYTES = 232;

    private BlockIoctl() {}

    /** Bytes, or the negative errno. */
    static long size(int fd) {
        return ask(fd, BLKGETSIZE64, true);
    }

    /** Bytes of a logical sector, or the negative errno. */
    static int logicalSector(int fd) {
        return (int) ask(fd, BLKSSZGET, false);
    }

    /** Bytes of a physical sector, or the negative errno. */
    static int physicalSector(int fd) {
        return (int) ask(fd, BLKPBSZGET, false);
    }

    /** Makes whole logical sectors zero; 0 or the negative errno. */
    static int zero(int fd, Extent extent) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment range = arena.allocate(ValueLayout.JAVA_LONG, 2);
            range.setAtIndex(ValueLayout.JAVA_LONG, 0, extent.start());
            range.setAtIndex(ValueLayout.JAVA_LONG, 1, extent.length());
            return Posix.ioctl(fd, BLKZEROOUT, range);
        }
    }

    /** The file or device behind an open loop device; null when there is none. */
    static @Nullable Storage loopBacking(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(LOOP_INFO64_BYTES, 8);
            if (Posix.ioctl(fd, LOOP_GET_STATUS64, info) < 0) {
                return null;
            }
            long inode = info.get(ValueLayout.JAVA_LONG, 8);
            long node = numbers(info.get(ValueLayout.JAVA_LONG, 16));
            return node != 0
                    ? Storage.block(node)
                    : new Storage(numbers(info.get(ValueLayout.JAVA_LONG, 0)), inode);
        }
    }

    /** From the kernel's packed form, {@code new_encode_dev}, to major and minor apart. */
    private static long numbers(long packed) {
        long major = (packed >>> 8) & 0xFFF;
        long minor = (packed & 0xFF) | ((packed >>> 12) & 0xFFF00);
        return (major << 32) | minor;
    }

    private static long ask(int fd, long request, boolean wide) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            int result = Posix.ioctl(fd, request, answer);
            if (result < 0) {
                return result;
            }
            return wide
                    ? answer.get(ValueLayout.JAVA_LONG, 0)
                    : answer.get(ValueLayout.JAVA_INT, 0);
        }
    }
}
