package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel says of a file, from {@code statx(2)}, whose layout is the same on every
 * architecture.
 *
 * @param kind what it is
 * @param size bytes; 0 for a device
 * @param device the file system it lies on, as {@code major << 32 | minor}
 * @param inode its number there
 * @param node for a device node, the device itself, as {@code major << 32 | minor}; otherwise 0
 * @param blockSize bytes; what the file system calls the best size for I/O
 * @param permissions the lowest twelve bits of the mode, as {@code chmod} takes them
 * @param user the owner's number
 * @param group the group's number
 * @param mount the mount it was reached through, the first number of a line in {@code
 *     /proc/self/mountinfo}; 0 where the kernel is too old to say (before 5.8)
 */
public record FileStatus(
        Kind kind,
        long size,
        long device,
        long inode,
        long node,
        int blockSize,
        int permissions,
        int user,
        int group,
        long mount) {

    private static final int STATX_BYTES = 256;

    /** The kinds of file. */
    public enum Kind {
        REGULAR,
        BLOCK,
        CHARACTER,
        DIRECTORY,
        PIPE,
        SOCKET,
        OTHER
    }

    /**
     * Of the file that {@code path} names, links followed.
     *
     * @throws DeviceException when it cannot be asked for
     */
    public static FileStatus of(String path) throws DeviceException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(STATX_BYTES, 8);
            return parse(path, statx, Posix.statx(path, statx));
        }
    }

    /** As {@link #of(String)}; null when it cannot be asked for. */
    public static @Nullable FileStatus orNull(String path) {
        try {
            return of(path);
        } catch (DeviceException e) {
            return null;
        }
    }

    /**
     * Of an open file.
     *
     * @param name for the message
     */
    public static FileStatus of(int fd, String name) throws DeviceException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment statx = arena.allocate(STATX_BYTES, 8);
            return parse(name, statx, Posix.statx(fd, statx));
        }
    }

    /** Whether {@code path} names something, links followed. */
    public static boolean exists(String path) throws DeviceException {
        try {
            of(path);
            return true;
        } catch (DeviceException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** Whether both are the same file: the same inode, or nodes of the same device. */
    public boolean isSame(FileStatus other) {
        return (kind == Kind.BLOCK && other.kind == Kind.BLOCK)
                ? node == other.node
                : device == other.device && inode == other.inode;
    }

    /** Major and minor number of {@link #node}, as sysfs writes them: {@code 7:0}. */
    public String nodeNumbers() {
        return (node >>> 32) + ":" + (node & 0xFFFF_FFFFL);
    }

    /** Major and minor number of {@link #device}, as sysfs writes them. */
    public String deviceNumbers() {
        return (device >>> 32) + ":" + (device & 0xFFFF_FFFFL);
    }

    private static FileStatus parse(String name, MemorySegment statx, int result)
            throws DeviceException {
        if (result < 0) {
            throw new DeviceException(name, -result);
        }
        return new FileStatus(
                kind(statx.get(ValueLayout.JAVA_SHORT, 28)),
                statx.get(ValueLayout.JAVA_LONG, 40),
                numbers(statx, 136),
                statx.get(ValueLayout.JAVA_LONG, 32),
                numbers(statx, 128),
                statx.get(ValueLayout.JAVA_INT, 4),
                statx.get(ValueLayout.JAVA_SHORT, 28) & 0xFFF,
                statx.get(ValueLayout.JAVA_INT, 20),
                statx.get(ValueLayout.JAVA_INT, 24),
                statx.get(ValueLayout.JAVA_LONG, 144));
    }

    private static long numbers(MemorySegment statx, long at) {
        return ((long) statx.get(ValueLayout.JAVA_INT, at) << 32)
                | (statx.get(ValueLayout.JAVA_INT, at + 4) & 0xFFFF_FFFFL);
    }

    private static Kind kind(int mode) {
        return switch (mode & 0xF000) {
            case 0x8000 -> Kind.REGULAR;
            case 0x6000 -> Kind.BLOCK;
            case 0x2000 -> Kind.CHARACTER;
            case 0x4000 -> Kind.DIRECTORY;
            case 0x1000 -> Kind.PIPE;
            case 0xC000 -> Kind.SOCKET;
            default -> Kind.OTHER;
        };
    }
}
