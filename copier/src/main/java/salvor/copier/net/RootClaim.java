package salvor.copier.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileClaim;

/**
 * A server's claim on the folder of its images: two servers would not know of each other's clients.
 */
final class RootClaim implements AutoCloseable {

    private final @Nullable FileClaim claim;

    /**
     * Claims it.
     *
     * @param root null: there is none to claim
     */
    RootClaim(@Nullable String root) throws IOException {
        try {
            claim = root == null ? null : FileClaim.exclusive(root);
        } catch (DeviceException e) {
            if (e.errno() != Errno.EBUSY) {
                throw e;
            }
            throw new IOException(
                    root + ": another server has it; stop that one, or name another folder");
        }
    }

    @Override
    public void close() {
        if (claim != null) {
            claim.close();
        }
    }
}
