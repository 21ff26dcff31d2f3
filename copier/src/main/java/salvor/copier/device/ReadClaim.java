package salvor.copier.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every Salvor of this machine from writing into files and block devices, for as long as it
 * is open. By another name, or through a server, a source could else be its own destination.
 */
public final class ReadClaim implements AutoCloseable {

    /** Files of its own: a lock goes with the file that was opened for it. */
    private final List<Integer> files = new ArrayList<>();

    private ReadClaim() {}

    /**
     * Claims them.
     *
     * @throws DeviceException with {@code EBUSY} when somebody writes into one; otherwise when one
     *     cannot be opened
     */
    public static ReadClaim of(List<String> paths) throws DeviceException {
        ReadClaim claim = new ReadClaim();
        try {
            for (String path : paths) {
                claim.add(path);
            }
            return claim;
        } catch (DeviceException e) {
            claim.close();
            throw e;
        }
    }

    private void add(String path) throws DeviceException {
        int fd = Posix.open(path, Posix.O_RDONLY | Posix.O_NONBLOCK);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        files.add(fd);
        // A file system that knows no locks is no reason to refuse.
        if (Posix.flock(fd, Posix.LOCK_SH | Posix.LOCK_NB) == -Errno.EAGAIN) {
            throw new DeviceException(path, Errno.EBUSY);
        }
    }

    @Override
    public void close() {
        files.forEach(Posix::close);
        files.clear();
    }
}
