package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import salvor.protocol.message.Extent;

/**
 * A regular file or a block device, open for reading. A block device is read past the page cache
 * ({@code O_DIRECT}), sector by sector exact; a file through it.
 */
public sealed class FileDevice implements Device permits WritableFileDevice {

    /** The least that a disk reads. */
    private static final int SECTOR = 512;

    /**
     * The kernel splits a large direct read and so keeps a fast device busy. Through the page cache
     * less would stay in a core's own cache, but each block is handed from thread to thread, and
     * that costs more.
     */
    private static final int OPTIMAL_READ = 1 << 20;

    private final String name;
    private final int fd;
    private final FileStatus status;
    private final Geometry geometry;
    private final Identity identity;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The data found last, so that it is looked for once. */
    private volatile Extent data = new Extent(0, 0);

    FileDevice(String name, int fd, FileStatus status, Geometry geometry) {
        this.name = name;
        this.fd = fd;
        this.status = status;
        this.geometry = geometry;
        this.identity = identity(status, geometry.size());
    }

    /**
     * Opens a source. It is opened read-only and can never be written through what this gives.
     *
     * @throws DeviceException when it cannot be opened, or is neither a file nor a block device
     */
    public static FileDevice open(String path) throws DeviceException {
        FileStatus status = FileStatus.of(path);
        requireData(path, status);
        boolean block = status.kind() == FileStatus.Kind.BLOCK;
        int fd = block ? Posix.open(path, Posix.O_RDONLY | Posix.O_DIRECT) : -Errno.EINVAL;
        boolean direct = fd >= 0;
        if (fd == -Errno.EINVAL) {
            fd = Posix.open(path, Posix.O_RDONLY);
        }
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        return new FileDevice(path, fd, status, geometry(path, fd, status, direct));
    }

    /**
     * Opens a source to read it through the page cache, at any position.
     *
     * @throws DeviceException as {@link #open}
     */
    public static FileDevice openCached(String path) throws DeviceException {
        FileStatus status = FileStatus.of(path);
        requireData(path, status);
        int fd = Posix.open(path, Posix.O_RDONLY);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        return new FileDevice(path, fd, status, geometry(path, fd, status, false));
    }

    /**
     * Opens a source to read it past the page cache, where it can be: what is bad is then found to
     * the sector, in a file too.
     *
     * @throws DeviceException as {@link #open}
     */
    public static FileDevice openBySector(String path) throws DeviceException {
        FileStatus status = FileStatus.of(path);
        if (status.kind() != FileStatus.Kind.REGULAR) {
            return open(path);
        }
        int fd = Posix.open(path, Posix.O_RDONLY | Posix.O_DIRECT);
        if (fd < 0) {
            return openCached(path);
        }
        if (!takesSectors(fd)) {
            Posix.close(fd);
            return openCached(path);
        }
        return new FileDevice(
                path,
                fd,
                status,
                new Geometry(status.size(), SECTOR, SECTOR, SECTOR, OPTIMAL_READ));
    }

    /** Some file systems accept {@code O_DIRECT} and then no read, or none so small. */
    private static boolean takesSectors(int direct) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sector = arena.allocate(SECTOR, BufferPool.ALIGNMENT);
            return Posix.pread(direct, sector, SECTOR, 0) != -Errno.EINVAL;
        }
    }

    static void requireData(String path, FileStatus status) throws DeviceException {
        switch (status.kind()) {
            case REGULAR, BLOCK -> {}
            case DIRECTORY -> throw new DeviceException(path, Errno.EISDIR);
            case CHARACTER, PIPE, SOCKET, OTHER -> throw new DeviceException(path, Errno.ESPIPE);
        }
    }

    static Geometry geometry(String name, int fd, FileStatus status, boolean direct)
            throws DeviceException {
        if (status.kind() != FileStatus.Kind.BLOCK) {
            return new Geometry(status.size(), 1, 1, 1, OPTIMAL_READ);
        }
        long size = BlockIoctl.size(fd);
        int logical = BlockIoctl.logicalSector(fd);
        int physical = BlockIoctl.physicalSector(fd);
        if (size < 0 || logical <= 0 || physical < logical) {
            Posix.close(fd);
            throw new DeviceException(name, size < 0 ? (int) -size : Errno.ENOTTY);
        }
        return new Geometry(size, logical, physical, direct ? logical : 1, OPTIMAL_READ);
    }

    private static Identity identity(FileStatus status, long size) {
        if (status.kind() != FileStatus.Kind.BLOCK) {
            return Identity.ofSize(size);
        }
        SysFs node = new SysFs(status.nodeNumbers());
        return new Identity(
                size, node.model(), node.serial(), node.worldWideName(), node.partitionStart());
    }

    @Override
    public String name() {
        return name;
    }

    /** What the kernel said of it when it was opened. */
    public FileStatus status() {
        return status;
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        long count = into.byteSize();
        long result = Posix.pread(fd, into, count, position);
        if (result < 0) {
            int errno = (int) -result;
            return new ReadOutcome.Failed(Errno.kind(errno), errno);
        }
        if (result == 0 && count > 0) {
            return new ReadOutcome.End();
        }
        return result == count
                ? new ReadOutcome.Complete((int) result)
                : new ReadOutcome.Partial((int) result);
    }

    @Override
    public Extent nextData(long position) {
        if (status.kind() != FileStatus.Kind.REGULAR || position >= size()) {
            return Device.super.nextData(position);
        }
        // Looking for a hole takes some file systems as long as the data before it is.
        Extent known = data;
        if (!known.contains(position)) {
            known = findData(position);
            data = known;
        }
        return known.contains(position) ? Extent.between(position, known.end()) : known;
    }

    private Extent findData(long position) {
        long from = Posix.lseek(fd, position, Posix.SEEK_DATA);
        if (from == -Errno.ENXIO && isPresent()) {
            return new Extent(size(), 0);
        }
        long hole = from < 0 ? from : Posix.lseek(fd, from, Posix.SEEK_HOLE);
        if (hole < 0 || from >= size()) {
            return Device.super.nextData(position);
        }
        return Extent.between(from, Math.min(hole, size()));
    }

    /** A file that was cut has no hole where its bytes were, and a disk that left has size 0. */
    @Override
    public boolean isPresent() {
        try {
            long now =
                    status.kind() == FileStatus.Kind.BLOCK
                            ? BlockIoctl.size(fd)
                            : FileStatus.of(fd, name).size();
            return now >= size();
        } catch (DeviceException e) {
            return false;
        }
    }

    /** The open file, for what this package does with it. */
    final int fd() {
        return fd;
    }

    @Override
    public final void close() {
        if (!closed.getAndSet(true)) {
            closeFiles();
        }
    }

    /** Called once: the number of a closed file may be another's soon. */
    void closeFiles() {
        Posix.close(fd);
    }
}
