package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import salvor.protocol.message.Extent;

/**
 * A regular file or a block device, open as a destination. What is aligned goes past the page
 * cache, so that forcing is cheap and the machine's memory is not flushed of everything else; the
 * rest, and everything on a file system without direct I/O, goes through it. What one process has
 * open so, no other Salvor can open so ({@code flock(2)}; the kernel's claim on a block device).
 */
public final class WritableFileDevice extends FileDevice implements WritableDevice {

    private static final int ZEROS_BYTES = 1 << 20;

    /** udev locks a block device for moments, when it looks at one that was just closed. */
    private static final int CLAIM_TRIES = 20;

    private static final long CLAIM_WAIT_NANOS = 50_000_000;

    /** The same file opened for direct I/O, or -1. */
    private final int directFd;

    private final int directAlignment;

    /**
     * A file system lets one writer into a file at a time, and has the others spin: they had better
     * wait.
     */
    private final ReentrantLock writing = new ReentrantLock();

    private WritableFileDevice(
            String name,
            int fd,
            FileStatus status,
            Geometry geometry,
            int directFd,
            int directAlignment) {
        super(name, fd, status, geometry);
        this.directFd = directFd;
        this.directAlignment = directAlignment;
    }

    /**
     * Opens an existing file or block device for writing, alone; its content stays.
     *
     * @throws DeviceException when it cannot be opened
     */
    public static WritableFileDevice open(String path) throws DeviceException {
        return open(path, WriteClaim.ALONE);
    }

    /**
     * Opens an existing file or block device for writing; its content stays.
     *
     * @throws DeviceException when it cannot be opened
     */
    public static WritableFileDevice open(String path, WriteClaim claim) throws DeviceException {
        return open(path, Posix.O_RDWR, -1, claim);
    }

    /**
     * Opens a regular file for writing, alone, makes it when it is not there, and gives it this
     * size; bytes it did not have read as zero.
     *
     * @throws DeviceException when that cannot be done
     */
    public static WritableFileDevice create(String path, long size) throws DeviceException {
        return create(path, size, WriteClaim.ALONE);
    }

    /**
     * Opens a regular file for writing, makes it when it is not there, and gives it this size;
     * bytes it did not have read as zero.
     *
     * @throws DeviceException when that cannot be done
     */
    public static WritableFileDevice create(String path, long size, WriteClaim claim)
            throws DeviceException {
        return open(path, Posix.O_RDWR | Posix.O_CREAT, size, claim);
    }

    private static WritableFileDevice open(String path, int flags, long size, WriteClaim claim)
            throws DeviceException {
        int fd = openAlone(path);
        boolean made = fd == -Errno.ENOENT && (flags & Posix.O_CREAT) != 0;
        if (made) {
            fd = Posix.open(path, flags);
        }
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        FileStatus status = FileStatus.of(fd, path);
        requireData(path, status);
        boolean regular = status.kind() == FileStatus.Kind.REGULAR;
        require(path, fd, isTaken(fd, claim, regular ? 1 : CLAIM_TRIES) ? -Errno.EBUSY : 0);
        if (regular && size >= 0 && status.size() != size) {
            resize(path, fd, size, made);
            status = FileStatus.of(fd, path);
        }
        Geometry geometry = geometry(path, fd, status, false);
        int directFd = Posix.open(path, Posix.O_RDWR | Posix.O_DIRECT);
        int alignment = Math.max(BufferPool.ALIGNMENT, geometry.logicalSector());
        return new WritableFileDevice(
                path, fd, status, geometry, Math.max(directFd, -1), alignment);
    }

    /** Whether another Salvor writes into it, or claims it ({@link ReadClaim}). */
    private static boolean isTaken(int fd, WriteClaim claim, int tries) {
        for (int i = 0; i < tries; i++) {
            // A file system that knows no locks is no reason to refuse.
            if (Posix.flock(fd, claim.lock() | Posix.LOCK_NB) != -Errno.EAGAIN) {
                return false;
            }
            if (i + 1 < tries) {
                LockSupport.parkNanos(CLAIM_WAIT_NANOS);
            }
        }
        return true;
    }

    /** A file that cannot be as large as it must does not stay behind. */
    private static void resize(String path, int fd, long size, boolean made)
            throws DeviceException {
        int result = Posix.ftruncate(fd, size);
        if (result < 0 && made) {
            int ignored = Posix.unlink(path);
        }
        require(path, fd, result);
    }

    private static void require(String path, int fd, int result) throws DeviceException {
        if (result < 0) {
            Posix.close(fd);
            throw new DeviceException(path, -result);
        }
    }

    /**
     * On a block device, {@code O_EXCL} without {@code O_CREAT} makes the kernel refuse with {@code
     * EBUSY} what is mounted, swap, or part of something; other files do not look at it.
     */
    private static int openAlone(String path) {
        return Posix.open(path, Posix.O_RDWR | Posix.O_EXCL);
    }

    @Override
    public void write(long position, MemorySegment from) throws DeviceException {
        writing.lock();
        try {
            writeAlone(position, from);
        } finally {
            writing.unlock();
        }
    }

    private void writeAlone(long position, MemorySegment from) throws DeviceException {
        long whole =
                directFd < 0 || !aligned(position) || !aligned(from.address())
                        ? 0
                        : from.byteSize() / directAlignment * directAlignment;
        if (whole > 0) {
            whole = writeDirect(position, from.asSlice(0, whole));
        }
        writeAll(fd(), position + whole, from.asSlice(whole));
    }

    /** Writes past the page cache; gives 0 where the file system takes no such write after all. */
    private long writeDirect(long position, MemorySegment from) throws DeviceException {
        long written = Posix.pwrite(directFd, from, from.byteSize(), position);
        if (written == -Errno.EINVAL) {
            return 0;
        }
        if (written < 0) {
            throw new DeviceException(name(), (int) -written);
        }
        // A short direct write (a disk that fills up) may end anywhere: the page cache takes the
        // rest.
        return written;
    }

    private void writeAll(int to, long position, MemorySegment from) throws DeviceException {
        for (long done = 0; done < from.byteSize(); ) {
            MemorySegment rest = from.asSlice(done);
            long written = Posix.pwrite(to, rest, rest.byteSize(), position + done);
            if (written == -Errno.EINTR) {
                continue;
            }
            if (written <= 0) {
                throw new DeviceException(name(), written == 0 ? Errno.ENOSPC : (int) -written);
            }
            done += written;
        }
    }

    private boolean aligned(long value) {
        return value % directAlignment == 0;
    }

    @Override
    public void zero(Extent extent) throws DeviceException {
        if (extent.isEmpty()) {
            return;
        }
        int result =
                status().kind() == FileStatus.Kind.BLOCK
                        ? zeroDevice(extent)
                        : Posix.fallocate(
                                fd(),
                                Posix.FALLOC_PUNCH_HOLE | Posix.FALLOC_KEEP_SIZE,
                                extent.start(),
                                extent.length());
        if (result < 0) {
            writeZeros(extent);
        }
    }

    private int zeroDevice(Extent extent) {
        int sector = geometry().logicalSector();
        return extent.start() % sector == 0 && extent.length() % sector == 0
                ? BlockIoctl.zero(fd(), extent)
                : -Errno.EINVAL;
    }

    private void writeZeros(Extent extent) throws DeviceException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros =
                    arena.allocate(Math.min(ZEROS_BYTES, extent.length()), BufferPool.ALIGNMENT);
            for (long at = extent.start(); at < extent.end(); at += zeros.byteSize()) {
                write(at, zeros.asSlice(0, Math.min(zeros.byteSize(), extent.end() - at)));
            }
        }
    }

    @Override
    public void force() throws DeviceException {
        int result = Posix.fdatasync(fd());
        if (result < 0) {
            throw new DeviceException(name(), -result);
        }
    }

    @Override
    void closeFiles() {
        if (directFd >= 0) {
            Posix.close(directFd);
        }
        super.closeFiles();
    }
}
