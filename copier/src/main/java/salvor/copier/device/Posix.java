package salvor.copier.device;

import static salvor.copier.device.CFunction.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The C library's calls. Each gives its result, or the errno as a negative number, as the kernel
 * itself does; nothing is thrown. Numbers are Linux's for x86-64 and aarch64.
 */
public final class Posix {

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_TRUNC = 0x200;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECT = ARM ? 0x10000 : 0x4000;
    public static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;
    public static final int O_PATH = 0x200000;

    public static final int W_OK = 2;

    private static final long PATH_MAX = 4096;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int FALLOC_KEEP_SIZE = 1;
    public static final int FALLOC_PUNCH_HOLE = 2;

    public static final int LC_MESSAGES = 5;
    public static final int LC_ALL = 6;
    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;

    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_MASK = 0x37ff;
    private static final int TCGETS = 0x5401;

    private static final long LOCALE_MAX = 256;

    /** Linux 6.5; the C library has no name for it yet. */
    private static final int SYS_CACHESTAT = 451;

    private static final int CACHESTAT_WORDS = 5;

    private Posix() {}

    /** open(2), with {@code O_CLOEXEC}; a new file gets mode 0666 less the umask. */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = FileNames.cString(path, arena);
            return CFunction.OPEN.callInt(name, number(flags | O_CLOEXEC), number(0666));
        }
    }

    /** close(2). */
    public static int close(int fd) {
        return CFunction.CLOSE.callInt(number(fd));
    }

    /** statx(2) of {@code path}, following links, into a {@code struct statx} of 256 bytes. */
    static int statx(String path, MemorySegment into) {
        return statx(AT_FDCWD, path, 0, into);
    }

    /** statx(2) of an open file. */
    static int statx(int fd, MemorySegment into) {
        return statx(fd, "", AT_EMPTY_PATH, into);
    }

    private static int statx(int folder, String path, int flags, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = FileNames.cString(path, arena);
            return CFunction.STATX.callInt(
                    number(folder), name, number(flags), number(STATX_MASK), into);
        }
    }

    /** access(2): whether this process may do that with {@code path}. */
    public static int access(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return CFunction.ACCESS.callInt(FileNames.cString(path, arena), number(mode));
        }
    }

    /** pread(2). */
    public static long pread(int fd, MemorySegment into, long count, long position) {
        return CFunction.PREAD.callLong(number(fd), into, number(count), number(position));
    }

    /** read(2). */
    public static long read(int fd, MemorySegment into, long count) {
        return CFunction.READ.callLong(number(fd), into, number(count));
    }

    /** pwrite(2). */
    public static long pwrite(int fd, MemorySegment from, long count, long position) {
        return CFunction.PWRITE.callLong(number(fd), from, number(count), number(position));
    }

    /** write(2). */
    public static long write(int fd, MemorySegment from, long count) {
        return CFunction.WRITE.callLong(number(fd), from, number(count));
    }

    /** lseek(2). */
    public static long lseek(int fd, long offset, int whence) {
        return CFunction.LSEEK.callLong(number(fd), number(offset), number(whence));
    }

    /** ftruncate(2). */
    public static int ftruncate(int fd, long length) {
        return CFunction.FTRUNCATE.callInt(number(fd), number(length));
    }

    /** fallocate(2), {@code mode} of {@code FALLOC_*}. */
    public static int fallocate(int fd, int mode, long offset, long length) {
        return CFunction.FALLOCATE.callInt(
                number(fd), number(mode), number(offset), number(length));
    }

    /** fsync(2). */
    public static int fsync(int fd) {
        return CFunction.FSYNC.callInt(number(fd));
    }

    /** fdatasync(2). */
    public static int fdatasync(int fd) {
        return CFunction.FDATASYNC.callInt(number(fd));
    }

    /** rename(2). */
    public static int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            return CFunction.RENAME.callInt(
                    FileNames.cString(from, arena), FileNames.cString(to, arena));
        }
    }

    /** unlink(2). */
    public static int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return CFunction.UNLINK.callInt(FileNames.cString(path, arena));
        }
    }

    /** fchmod(2). */
    public static int fchmod(int fd, int permissions) {
        return CFunction.FCHMOD.callInt(number(fd), number(permissions));
    }

    /** fchown(2). */
    public static int fchown(int fd, int user, int group) {
        return CFunction.FCHOWN.callInt(number(fd), number(user), number(group));
    }

    /** realpath(3): the file itself behind all links, or null when there is none. */
    @Nullable
    public static String realpath(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment real = arena.allocate(PATH_MAX);
            long answer = CFunction.REALPATH.callLong(FileNames.cString(path, arena), real);
            return answer == 0 ? null : FileNames.string(real);
        }
    }

    /** ioctl(2) with a pointer. */
    public static int ioctl(int fd, long request, MemorySegment argument) {
        return CFunction.IOCTL.callInt(number(fd), number(request), argument);
    }

    /** cachestat(2): pages of an open file that are in the page cache. */
    static long cachedPages(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            // From 0, and 0 bytes mean to the end.
            MemorySegment range = arena.allocate(ValueLayout.JAVA_LONG, 2);
            MemorySegment counts = arena.allocate(ValueLayout.JAVA_LONG, CACHESTAT_WORDS);
            long result =
                    CFunction.SYSCALL.callLong(number(SYS_CACHESTAT), number(fd), range, counts);
            return result < 0 ? result : counts.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Whether this open file is a terminal. */
    public static boolean isTerminal(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return ioctl(fd, TCGETS, arena.allocate(64, 8)) == 0;
        }
    }

    /** Makes a pipe hold at least {@code bytes}, if it is a pipe and the system lets it grow. */
    public static void widenPipe(int fd, int bytes) {
        int size = CFunction.FCNTL.callInt(number(fd), number(F_GETPIPE_SZ));
        if (size >= 0 && size < bytes) {
            int ignored = CFunction.FCNTL.callInt(number(fd), number(F_SETPIPE_SZ), number(bytes));
        }
    }

    /** flock(2). */
    public static int flock(int fd, int operation) {
        return CFunction.FLOCK.callInt(number(fd), number(operation));
    }

    /** Gives a signal back its default action, which the JVM may have taken: {@code SIG_DFL}. */
    public static void restoreDefault(int signal) {
        CFunction.SIGNAL.callLong(number(signal), number(0));
    }

    /**
     * setlocale(3): the name now in force for {@code category}, or null when {@code locale} is not
     * installed.
     *
     * @param locale null to ask only
     */
    @Nullable
    @SuppressWarnings("restricted")
    public static String setlocale(int category, @Nullable String locale) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name =
                    locale == null ? MemorySegment.NULL : FileNames.cString(locale, arena);
            long answer = CFunction.SETLOCALE.callLong(number(category), name);
            return answer == 0
                    ? null
                    : MemorySegment.ofAddress(answer).reinterpret(LOCALE_MAX).getString(0);
        }
    }
}
