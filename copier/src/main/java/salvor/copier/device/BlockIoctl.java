package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import salvor.protocol.message.Extent;

/**
 * The questions and orders that only block devices know; request numbers from {@code linux/fs.h}.
 */
final class BlockIoctl {

    private static final long BLKGETSIZE64 = 0x8008_1272L;
    private static final long BLKSSZGET = 0x1268;
    private static final long BLKPBSZGET = 0x127b;
    private static final long BLKZEROOUT = 0x127f;

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
