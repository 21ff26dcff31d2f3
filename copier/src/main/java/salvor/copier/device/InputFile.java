package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.Extent;

/**
 * Anything that can be opened and read through the page cache: a file, a block device, a pipe, a
 * terminal. Calls give their result, or the errno as a negative number. Reads by position may come
 * from several threads at once.
 */
public final class InputFile implements Input, AutoCloseable {

    private final String name;
    private final int fd;

    /** Whether it was opened here, and so is closed here. */
    private final boolean owned;

    private final FileStatus status;

    private InputFile(String name, int fd, boolean owned, FileStatus status) {
        this.name = name;
        this.fd = fd;
        this.owned = owned;
        this.status = status;
    }

    /**
     * Opens a file read-only; waits for a writer where the file is a FIFO.
     *
     * @throws DeviceException when it cannot be opened
     */
    public static InputFile open(String path) throws DeviceException {
        int fd = Posix.open(path, Posix.O_RDONLY);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        try {
            return new InputFile(path, fd, true, FileStatus.of(fd, path));
        } catch (DeviceException e) {
            Posix.close(fd);
            throw e;
        }
    }

    /**
     * What is open already, and stays so.
     *
     * @param name for messages
     * @throws DeviceException when {@code fd} is not open
     */
    public static InputFile of(String name, int fd) throws DeviceException {
        return new InputFile(name, fd, false, FileStatus.of(fd, name));
    }

    @Override
    public String name() {
        return name;
    }

    /** What the kernel said of it when it was opened. */
    public FileStatus status() {
        return status;
    }

    /** Whether both read from the same descriptor, and so move each other's position. */
    public boolean sharesPosition(InputFile other) {
        return fd == other.fd;
    }

    /** Moves the position by {@code bytes}; the new one, or {@code -ESPIPE} on a stream. */
    public long skip(long bytes) {
        return Posix.lseek(fd, bytes, Posix.SEEK_CUR);
    }

    /** Moves to {@code position}. */
    public long seek(long position) {
        return Posix.lseek(fd, position, Posix.SEEK_SET);
    }

    /** Bytes from the start to the end of a file or a block device; the position stays. */
    public long size() {
        if (status.kind() != FileStatus.Kind.BLOCK) {
            return status.size();
        }
        long position = skip(0);
        long end = Posix.lseek(fd, 0, Posix.SEEK_END);
        seek(position);
        return end;
    }

    @Override
    public long read(MemorySegment into, long count) {
        long result;
        do {
            result = Posix.read(fd, into, count);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** Reads at {@code position}; 0 at the end. May give less than {@code count}. */
    public long readAt(long position, MemorySegment into, long count) {
        long result;
        do {
            result = Posix.pread(fd, into, count, position);
        } while (result == -Errno.EINTR);
        return result;
    }

    /**
     * The first extent at or after {@code position} that may hold anything but zeros, cut at {@code
     * end}; empty, at {@code end}, when there is none. Only a regular file has holes.
     */
    public Extent nextData(long position, long end) {
        if (status.kind() != FileStatus.Kind.REGULAR) {
            return Extent.between(position, end);
        }
        long data = Posix.lseek(fd, position, Posix.SEEK_DATA);
        if (data == -Errno.ENXIO || data >= end) {
            return new Extent(end, 0);
        }
        long hole = data < 0 ? data : Posix.lseek(fd, data, Posix.SEEK_HOLE);
        return hole < 0 ? Extent.between(position, end) : Extent.between(data, Math.min(hole, end));
    }

    /** Whether nearly all of it is in the page cache; false where the kernel does not tell. */
    public boolean isCached() {
        long size = size();
        return size > 0 && Posix.cachedPages(fd) >= size / BufferPool.ALIGNMENT / 8 * 7;
    }

    /**
     * The same open file as a device, read through the page cache. It lives as long as this does.
     *
     * @throws DeviceException when it has no size
     */
    public Device asDevice() throws DeviceException {
        return new FileDevice(name, fd, status, FileDevice.geometry(name, fd, status, false));
    }

    /**
     * The file opened once more, past the page cache where it can be: what is bad is then found to
     * the sector. A stream's position is left alone.
     *
     * @throws DeviceException when it cannot be opened
     */
    public Device openDirect() throws DeviceException {
        return FileDevice.openBySector("/proc/self/fd/" + fd);
    }

    @Override
    public void close() {
        if (owned) {
            Posix.close(fd);
        }
    }
}
