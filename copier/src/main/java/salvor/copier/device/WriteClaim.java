package salvor.copier.device;

/** Keeps every other Salvor of this machine from writing into a file, for as long as it is open. */
public final class WriteClaim implements AutoCloseable {

    private final int fd;

    private WriteClaim(int fd) {
        this.fd = fd;
    }

    /**
     * Claims it.
     *
     * @throws DeviceException with {@code EBUSY} when another has claimed it; otherwise when it
     *     cannot be opened
     */
    public static WriteClaim of(String path) throws DeviceException {
        int fd = Posix.open(path, Posix.O_RDONLY);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        // A file system that knows no locks is no reason to refuse.
        if (Posix.flock(fd, Posix.LOCK_EX | Posix.LOCK_NB) == -Errno.EAGAIN) {
            Posix.close(fd);
            throw new DeviceException(path, Errno.EBUSY);
        }
        return new WriteClaim(fd);
    }

    @Override
    public void close() {
        Posix.close(fd);
    }
}
