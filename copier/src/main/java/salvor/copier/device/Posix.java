package salvor.copier.device;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The C library's calls. Each gives its result, or the errno as a negative number, as the kernel
 * itself does; nothing is thrown. Numbers are Linux's for x86-64 and aarch64.
 *
 * <p>A handle is made when its group is first used, for each costs start-up time.
 */
@SuppressWarnings("restricted")
public final class Posix {

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECT = ARM ? 0x10000 : 0x4000;
    public static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    public static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    public static final int O_CLOEXEC = 0x80000;
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
    public static final int FALLOC_ZERO_RANGE = 16;

    public static final int PROT_READ = 1;
    public static final int MAP_SHARED = 1;
    public static final int MADV_SEQUENTIAL = 2;
    public static final int MADV_DONTNEED = 4;
    public static final int MADV_POPULATE_READ = 22;
    public static final int FADV_SEQUENTIAL = 2;
    public static final int FADV_DONTNEED = 4;
    public static final int LC_MESSAGES = 5;
    public static final int LC_ALL = 6;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;

    private static final AddressLayout PTR = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private Posix() {}

    private static MethodHandle handle(
            String name, FunctionDescriptor shape, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = ERRNO;
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }

    private static long result(long value, MemorySegment state) {
        return value >= 0 ? value : -(int) ERRNO_OF.get(state, 0L);
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }

    private static final class Open {
        static final MethodHandle OPEN =
                handle(
                        "open",
                        FunctionDescriptor.of(INT, PTR, INT, INT),
                        Linker.Option.firstVariadicArg(2));
        static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(INT, INT));
        static final MethodHandle STATX =
                handle("statx", FunctionDescriptor.of(INT, INT, PTR, INT, INT, PTR));
        static final MethodHandle ACCESS = handle("access", FunctionDescriptor.of(INT, PTR, INT));
    }

    private static final class Read {
        static final MethodHandle PREAD =
                handle("pread", FunctionDescriptor.of(LONG, INT, PTR, LONG, LONG));
        static final MethodHandle READ =
                handle("read", FunctionDescriptor.of(LONG, INT, PTR, LONG));
    }

    private static final class Seek {
        static final MethodHandle LSEEK =
                handle("lseek", FunctionDescriptor.of(LONG, INT, LONG, INT));
    }

    private static final class Write {
        static final MethodHandle PWRITE =
                handle("pwrite", FunctionDescriptor.of(LONG, INT, PTR, LONG, LONG));
        static final MethodHandle WRITE =
                handle("write", FunctionDescriptor.of(LONG, INT, PTR, LONG));
    }

    private static final class Space {
        static final MethodHandle FTRUNCATE =
                handle("ftruncate", FunctionDescriptor.of(INT, INT, LONG));
        static final MethodHandle FALLOCATE =
                handle("fallocate", FunctionDescriptor.of(INT, INT, INT, LONG, LONG));
    }

    private static final class Durable {
        static final MethodHandle FSYNC = handle("fsync", FunctionDescriptor.of(INT, INT));
        static final MethodHandle FDATASYNC = handle("fdatasync", FunctionDescriptor.of(INT, INT));
        static final MethodHandle RENAME = handle("rename", FunctionDescriptor.of(INT, PTR, PTR));
        static final MethodHandle UNLINK = handle("unlink", FunctionDescriptor.of(INT, PTR));
    }

    private static final class Owner {
        static final MethodHandle FCHMOD = handle("fchmod", FunctionDescriptor.of(INT, INT, INT));
        static final MethodHandle FCHOWN =
                handle("fchown", FunctionDescriptor.of(INT, INT, INT, INT));
    }

    private static final class Resolve {
        static final MethodHandle REALPATH =
                handle("realpath", FunctionDescriptor.of(PTR, PTR, PTR));
    }

    private static final class Control {
        static final MethodHandle IOCTL =
                handle(
                        "ioctl",
                        FunctionDescriptor.of(INT, INT, LONG, PTR),
                        Linker.Option.firstVariadicArg(2));
        static final MethodHandle FLOCK = handle("flock", FunctionDescriptor.of(INT, INT, INT));
        static final MethodHandle FADVISE =
                handle("posix_fadvise", FunctionDescriptor.of(INT, INT, LONG, LONG, INT));
    }

    private static final class Map {
        static final MethodHandle MMAP =
                handle("mmap", FunctionDescriptor.of(LONG, PTR, LONG, INT, INT, INT, LONG));
        static final MethodHandle MUNMAP = handle("munmap", FunctionDescriptor.of(INT, PTR, LONG));
        static final MethodHandle MADVISE =
                handle("madvise", FunctionDescriptor.of(INT, PTR, LONG, INT));
    }

    private static final class Signal {
        static final MethodHandle SIGNAL = handle("signal", FunctionDescriptor.of(LONG, INT, LONG));
    }

    private static final class Locale {
        static final MethodHandle SETLOCALE =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("setlocale"),
                        FunctionDescriptor.of(PTR, INT, PTR));
    }

    /** open(2), with {@code O_CLOEXEC}; a new file gets mode 0666 less the umask. */
    public static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment name = FileNames.cString(path, arena);
            return (int)
                    result(
                            (int) Open.OPEN.invokeExact(state, name, flags | O_CLOEXEC, 0666),
                            state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** close(2). */
    public static int close(int fd) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Open.CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** statx(2) of {@code path}, following links, into a {@code struct statx} of 256 bytes. */
    static int statx(String path, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment name = FileNames.cString(path, arena);
            return (int)
                    result((int) Open.STATX.invokeExact(state, -100, name, 0, 0x37ff, into), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** statx(2) of an open file. */
    static int statx(int fd, MemorySegment into) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment name = FileNames.cString("", arena);
            return (int)
                    result(
                            (int) Open.STATX.invokeExact(state, fd, name, 0x1000, 0x37ff, into),
                            state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** access(2): whether this process may do that with {@code path}. */
    public static int access(String path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment name = FileNames.cString(path, arena);
            return (int) result((int) Open.ACCESS.invokeExact(state, name, mode), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** pread(2). */
    public static long pread(int fd, MemorySegment into, long count, long position) {
        try {
            MemorySegment state = STATE.get();
            return result((long) Read.PREAD.invokeExact(state, fd, into, count, position), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** read(2). */
    public static long read(int fd, MemorySegment into, long count) {
        try {
            MemorySegment state = STATE.get();
            return result((long) Read.READ.invokeExact(state, fd, into, count), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** pwrite(2). */
    public static long pwrite(int fd, MemorySegment from, long count, long position) {
        try {
            MemorySegment state = STATE.get();
            return result((long) Write.PWRITE.invokeExact(state, fd, from, count, position), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** write(2). */
    public static long write(int fd, MemorySegment from, long count) {
        try {
            MemorySegment state = STATE.get();
            return result((long) Write.WRITE.invokeExact(state, fd, from, count), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** lseek(2). */
    public static long lseek(int fd, long offset, int whence) {
        try {
            MemorySegment state = STATE.get();
            return result((long) Seek.LSEEK.invokeExact(state, fd, offset, whence), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** ftruncate(2). */
    public static int ftruncate(int fd, long length) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Space.FTRUNCATE.invokeExact(state, fd, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** fallocate(2), {@code mode} of {@code FALLOC_*}. */
    public static int fallocate(int fd, int mode, long offset, long length) {
        try {
            MemorySegment state = STATE.get();
            return (int)
                    result(
                            (int) Space.FALLOCATE.invokeExact(state, fd, mode, offset, length),
                            state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** fsync(2). */
    public static int fsync(int fd) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Durable.FSYNC.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** fdatasync(2). */
    public static int fdatasync(int fd) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Durable.FDATASYNC.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** rename(2). */
    public static int rename(String from, String to) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment source = FileNames.cString(from, arena);
            MemorySegment target = FileNames.cString(to, arena);
            return (int) result((int) Durable.RENAME.invokeExact(state, source, target), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** unlink(2). */
    public static int unlink(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            MemorySegment name = FileNames.cString(path, arena);
            return (int) result((int) Durable.UNLINK.invokeExact(state, name), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** fchmod(2). */
    public static int fchmod(int fd, int permissions) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Owner.FCHMOD.invokeExact(state, fd, permissions), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** fchown(2). */
    public static int fchown(int fd, int user, int group) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Owner.FCHOWN.invokeExact(state, fd, user, group), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** realpath(3): the file itself behind all links, or null when there is none. */
    @Nullable
    public static String realpath(String path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = FileNames.cString(path, arena);
            MemorySegment real = arena.allocate(PATH_MAX);
            MemorySegment answer =
                    (MemorySegment) Resolve.REALPATH.invokeExact(STATE.get(), name, real);
            return answer.address() == 0 ? null : FileNames.string(real);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** ioctl(2) with a pointer. */
    public static int ioctl(int fd, long request, MemorySegment argument) {
        try {
            MemorySegment state = STATE.get();
            return (int)
                    result((int) Control.IOCTL.invokeExact(state, fd, request, argument), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Whether this open file is a terminal: {@code TCGETS}. */
    public static boolean isTerminal(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return ioctl(fd, 0x5401, arena.allocate(64, 8)) == 0;
        }
    }

    /** flock(2). */
    public static int flock(int fd, int operation) {
        try {
            MemorySegment state = STATE.get();
            return (int) result((int) Control.FLOCK.invokeExact(state, fd, operation), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** posix_fadvise(2); advice, so its failure is nobody's trouble. */
    public static void fadvise(int fd, long offset, long length, int advice) {
        try {
            int ignored =
                    (int) Control.FADVISE.invokeExact(STATE.get(), fd, offset, length, advice);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** mmap(2), shared and for reading; the address, or the negative errno. */
    public static long mmap(int fd, long offset, long length) {
        try {
            MemorySegment state = STATE.get();
            long address =
                    (long)
                            Map.MMAP.invokeExact(
                                    state,
                                    MemorySegment.NULL,
                                    length,
                                    PROT_READ,
                                    MAP_SHARED,
                                    fd,
                                    offset);
            return address == -1 ? -(int) ERRNO_OF.get(state, 0L) : address;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** munmap(2). */
    public static int munmap(MemorySegment mapped) {
        try {
            MemorySegment state = STATE.get();
            return (int)
                    result((int) Map.MUNMAP.invokeExact(state, mapped, mapped.byteSize()), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** madvise(2). */
    public static int madvise(MemorySegment mapped, long length, int advice) {
        try {
            MemorySegment state = STATE.get();
            return (int)
                    result((int) Map.MADVISE.invokeExact(state, mapped, length, advice), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Gives a signal back its default action, which the JVM may have taken: {@code SIG_DFL}. */
    public static void restoreDefault(int signal) {
        try {
            long ignored = (long) Signal.SIGNAL.invokeExact(STATE.get(), signal, 0L);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * setlocale(3): the name now in force for {@code category}, or null when {@code locale} is not
     * installed.
     *
     * @param locale null to ask only
     */
    @Nullable
    public static String setlocale(int category, @Nullable String locale) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name =
                    locale == null ? MemorySegment.NULL : FileNames.cString(locale, arena);
            MemorySegment answer = (MemorySegment) Locale.SETLOCALE.invokeExact(category, name);
            return answer.address() == 0 ? null : answer.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
