package salvor.copier.device;

/**
 * One claim of a file, folder or block device among the Salvors of this machine ({@code flock(2)}).
 * The kernel gives it back when the process ends, however it ends. A file system that knows no
 * locks is no reason to refuse.
 */
public final class FileClaim implements AutoCloseable {

    private final int fd;

    private FileClaim(int fd) {
        this.fd = fd;
    }

    /**
     * Nobody else has any claim while this is open.
     *
     * @throws DeviceException with {@code EBUSY} when another has claimed it; otherwise when it
     *     cannot be opened
     */
    public static FileClaim exclusive(String path) throws DeviceException {
        return of(path, Posix.LOCK_EX);
    }

    /** Nobody has an exclusive claim while this is open; throws as {@link #exclusive}. */
    public static FileClaim shared(String path) throws DeviceException {
        return of(path, Posix.LOCK_SH);
    }

    private static FileClaim of(String path, int lock) throws DeviceException {
        int fd = Posix.open(path, Posix.O_RDONLY | Posix.O_NONBLOCK);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        if (Posix.flock(fd, lock | Posix.LOCK_NB) == -Errno.EAGAIN) {
            Posix.close(fd);
            throw new DeviceException(path, Errno.EBUSY);
        }
        return new FileClaim(fd);
    }

    @Override
    public void close() {
        Posix.close(fd);
    }
}
