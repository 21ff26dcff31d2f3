package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The functions of the C library that are used. All are called in one shape, six words, of which
 * they look at those that they have: the JVM makes code for each shape anew in every process, ten
 * milliseconds each. Linux passes numbers and pointers in the same registers on x86-64 and aarch64,
 * variable arguments too. A number travels as an address, so that real addresses can be memory
 * segments, which stay allocated while they are in use.
 */
@SuppressWarnings("restricted")
enum CFunction {
    ACCESS,
    CLOSE,
    FALLOCATE,
    FCHMOD,
    FCHOWN,
    FCNTL,
    FDATASYNC,
    FLOCK,
    FSYNC,
    FTRUNCATE,
    IOCTL,
    LSEEK,
    OPEN,
    PREAD,
    PWRITE,
    READ,
    REALPATH,
    RENAME,
    SETLOCALE,
    SIGNAL,
    STATX,
    SYSCALL,
    UNLINK,
    WRITE;

    private static final ValueLayout WORD = ValueLayout.ADDRESS;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CALL =
            LINKER.downcallHandle(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG, WORD, WORD, WORD, WORD, WORD, WORD),
                    Linker.Option.captureCallState("errno"));
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(
                    () -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private final long address =
            Linker.nativeLinker()
                    .defaultLookup()
                    .findOrThrow(name().toLowerCase(Locale.ROOT))
                    .address();

    /** A number as an argument. */
    static MemorySegment number(long value) {
        return MemorySegment.ofAddress(value);
    }

    /** Calls what gives an {@code int}; it, or the negative errno. */
    int callInt(MemorySegment... arguments) {
        MemorySegment state = STATE.get();
        // Only the lower half of the register means something.
        int result = (int) call(state, arguments);
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    /** Calls what gives a {@code long} or a pointer; it, or the negative errno. */
    long callLong(MemorySegment... arguments) {
        MemorySegment state = STATE.get();
        long result = call(state, arguments);
        return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    }

    private long call(MemorySegment state, MemorySegment[] arguments) {
        try {
            return (long)
                    CALL.invokeExact(
                            number(address),
                            state,
                            word(arguments, 0),
                            word(arguments, 1),
                            word(arguments, 2),
                            word(arguments, 3),
                            word(arguments, 4),
                            word(arguments, 5));
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall threw", thrown);
        }
    }

    private static MemorySegment word(MemorySegment[] arguments, int index) {
        return index < arguments.length ? arguments[index] : MemorySegment.NULL;
    }
}
