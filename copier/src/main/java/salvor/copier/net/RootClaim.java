package salvor.copier.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.Posix;

/**
 * A server's claim on the folder of its images: two servers would not know of each other's clients.
 * The kernel gives it back when the process ends, however it ends.
 */
final class RootClaim implements AutoCloseable {

    private final int fd;

    /**
     * Claims it.
     *
     * @param root null: there is none to claim
     */
    RootClaim(@Nullable String root) throws IOException {
        if (root == null) {
            fd = -1;
            return;
        }
        fd = Posix.open(root, Posix.O_RDONLY | Posix.O_DIRECTORY);
        if (fd < 0) {
            throw new DeviceException(root, -fd);
        }
        // A file system that knows no locks is no reason to refuse.
        if (Posix.flock(fd, Posix.LOCK_EX | Posix.LOCK_NB) == -Errno.EAGAIN) {
            Posix.close(fd);
            throw new IOException(
                    root + ": another server has it; stop that one, or name another folder");
        }
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Posix.close(fd);
        }
    }
}
