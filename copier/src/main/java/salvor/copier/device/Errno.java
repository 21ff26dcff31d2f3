package salvor.copier.device;

import java.util.Map;

/**
 * The one table of errno: its name, its words, what it means for a device.
 *
 * <p>Numbers are Linux's generic ones (x86-64, aarch64, riscv64), from {@code
 * asm-generic/errno*.h}; which errno the block layer gives for which failure is from {@code
 * block/blk-core.c}, {@code blk_errors[]}.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ETXTBSY = 26;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int ENOTTY = 25;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int EBADE = 52;
    public static final int ENODATA = 61;
    public static final int ETIME = 62;
    public static final int ENOLINK = 67;
    public static final int EBADMSG = 74;
    public static final int EOVERFLOW = 75;
    public static final int EILSEQ = 84;
    public static final int EOPNOTSUPP = 95;
    public static final int ENOTCONN = 107;
    public static final int ESHUTDOWN = 108;
    public static final int ETIMEDOUT = 110;
    public static final int EHOSTDOWN = 112;
    public static final int ESTALE = 116;
    public static final int EUCLEAN = 117;
    public static final int EREMOTEIO = 121;
    public static final int EDQUOT = 122;
    public static final int ENOMEDIUM = 123;
    public static final int EHWPOISON = 133;

    private record Entry(String name, String words, ErrorClass kind) {}

    private static final Map<Integer, Entry> TABLE =
            Map.ofEntries(
                    // What the block layer says of a read.
                    entry(ENODATA, "ENODATA", "Medium error", ErrorClass.MEDIUM),
                    entry(EIO, "EIO", "Input/output error", ErrorClass.MEDIUM),
                    entry(EILSEQ, "EILSEQ", "Protection information error", ErrorClass.MEDIUM),
                    entry(EREMOTEIO, "EREMOTEIO", "Target error", ErrorClass.MEDIUM),
                    // A file system on a failing disk, and memory that fails, say it so.
                    entry(EUCLEAN, "EUCLEAN", "Structure needs cleaning", ErrorClass.MEDIUM),
                    entry(EBADMSG, "EBADMSG", "Bad message", ErrorClass.MEDIUM),
                    entry(
                            EHWPOISON,
                            "EHWPOISON",
                            "Memory page has hardware error",
                            ErrorClass.MEDIUM),
                    entry(EFAULT, "EFAULT", "Bad address", ErrorClass.MISUSE),
                    entry(ETIMEDOUT, "ETIMEDOUT", "Connection timed out", ErrorClass.TRANSPORT),
                    entry(ETIME, "ETIME", "Timer expired", ErrorClass.TRANSPORT),
                    entry(ENOLINK, "ENOLINK", "Link has been severed", ErrorClass.TRANSPORT),
                    // The device left.
                    entry(ENXIO, "ENXIO", "No such device or address", ErrorClass.VANISHED),
                    entry(ENODEV, "ENODEV", "No such device", ErrorClass.VANISHED),
                    entry(ENOMEDIUM, "ENOMEDIUM", "No medium found", ErrorClass.VANISHED),
                    entry(
                            ENOTCONN,
                            "ENOTCONN",
                            "Transport endpoint is not connected",
                            ErrorClass.VANISHED),
                    entry(
                            ESHUTDOWN,
                            "ESHUTDOWN",
                            "Cannot send after transport endpoint shutdown",
                            ErrorClass.VANISHED),
                    entry(EHOSTDOWN, "EHOSTDOWN", "Host is down", ErrorClass.VANISHED),
                    entry(ESTALE, "ESTALE", "Stale file handle", ErrorClass.VANISHED),
                    // Nobody's medium is to blame.
                    entry(EINTR, "EINTR", "Interrupted system call", ErrorClass.AGAIN),
                    entry(EAGAIN, "EAGAIN", "Resource temporarily unavailable", ErrorClass.AGAIN),
                    entry(ENOMEM, "ENOMEM", "Cannot allocate memory", ErrorClass.AGAIN),
                    entry(EBUSY, "EBUSY", "Device or resource busy", ErrorClass.DENIED),
                    entry(EPERM, "EPERM", "Operation not permitted", ErrorClass.DENIED),
                    entry(EACCES, "EACCES", "Permission denied", ErrorClass.DENIED),
                    entry(EROFS, "EROFS", "Read-only file system", ErrorClass.DENIED),
                    entry(ETXTBSY, "ETXTBSY", "Text file busy", ErrorClass.DENIED),
                    entry(EBADE, "EBADE", "Invalid exchange", ErrorClass.DENIED),
                    entry(ENFILE, "ENFILE", "Too many open files in system", ErrorClass.DENIED),
                    entry(EMFILE, "EMFILE", "Too many open files", ErrorClass.DENIED),
                    entry(EINVAL, "EINVAL", "Invalid argument", ErrorClass.MISUSE),
                    entry(EBADF, "EBADF", "Bad file descriptor", ErrorClass.MISUSE),
                    entry(ESPIPE, "ESPIPE", "Illegal seek", ErrorClass.MISUSE),
                    entry(EPIPE, "EPIPE", "Broken pipe", ErrorClass.MISUSE),
                    entry(ENOTTY, "ENOTTY", "Inappropriate ioctl for device", ErrorClass.MISUSE),
                    entry(EOPNOTSUPP, "EOPNOTSUPP", "Operation not supported", ErrorClass.MISUSE),
                    entry(ENOENT, "ENOENT", "No such file or directory", ErrorClass.MISUSE),
                    entry(EEXIST, "EEXIST", "File exists", ErrorClass.MISUSE),
                    entry(ENOTDIR, "ENOTDIR", "Not a directory", ErrorClass.MISUSE),
                    entry(EISDIR, "EISDIR", "Is a directory", ErrorClass.MISUSE),
                    entry(ENAMETOOLONG, "ENAMETOOLONG", "File name too long", ErrorClass.MISUSE),
                    entry(ENOSYS, "ENOSYS", "Function not implemented", ErrorClass.MISUSE),
                    entry(
                            EOVERFLOW,
                            "EOVERFLOW",
                            "Value too large for defined data type",
                            ErrorClass.MISUSE),
                    entry(ELOOP, "ELOOP", "Too many levels of symbolic links", ErrorClass.MISUSE),
                    entry(ENOSPC, "ENOSPC", "No space left on device", ErrorClass.NO_SPACE),
                    entry(EDQUOT, "EDQUOT", "Disk quota exceeded", ErrorClass.NO_SPACE),
                    entry(EFBIG, "EFBIG", "File too large", ErrorClass.NO_SPACE));

    private Errno() {}

    private static Map.Entry<Integer, Entry> entry(
            int errno, String name, String words, ErrorClass kind) {
        return Map.entry(errno, new Entry(name, words, kind));
    }

    /**
     * What {@code errno} means; {@link ErrorClass#UNKNOWN} for a number the table does not hold.
     */
    public static ErrorClass kind(int errno) {
        Entry entry = TABLE.get(errno);
        return entry == null ? ErrorClass.UNKNOWN : entry.kind();
    }

    /** The symbol, as {@code EIO}; {@code errno 999} for an unknown one. */
    public static String symbol(int errno) {
        Entry entry = TABLE.get(errno);
        return entry == null ? "errno " + errno : entry.name();
    }

    /** The C library's words for it; {@code Unknown error 999} for an unknown one. */
    public static String words(int errno) {
        Entry entry = TABLE.get(errno);
        return entry == null ? "Unknown error " + errno : entry.words();
    }
}
