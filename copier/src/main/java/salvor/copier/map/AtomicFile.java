package salvor.copier.map;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * Replaces a file so that, whenever the power goes, the old content or the new one is there, never
 * a mixture: written beside it, forced, renamed over it, the folder forced.
 *
 * <p>Only regular files are replaced; a link stays a link. The new file gets the old one's
 * permissions, and its owner where that is allowed.
 */
public final class AtomicFile {

    /** What the file being written is called; one left by a kill goes away at the next save. */
    public static final String SUFFIX = ".salvor-new";

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileCalls calls;

    AtomicFile(FileCalls calls) {
        this.calls = calls;
    }

    /** Writes the whole content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Durable when this returns.
     *
     * @param path the file's name, as {@link salvor.copier.device.FileNames} has it
     * @throws IOException when it cannot be done; the old content is still there, or, when only
     *     forcing the folder failed, the new one
     */
    public static void save(String path, Content content) throws IOException {
        new AtomicFile(FileCalls.KERNEL).replace(path, content);
    }

    void replace(String path, Content content) throws IOException {
        String target = calls.resolve(path);
        FileStatus old = calls.status(target);
        if (old != null && old.kind() != FileStatus.Kind.REGULAR) {
            throw new IOException(path + ": not a regular file");
        }
        String fresh = target + SUFFIX;
        require(path, ignoring(calls.unlink(fresh), Errno.ENOENT));
        int fd = calls.open(fresh, Posix.O_WRONLY | Posix.O_CREAT | Posix.O_EXCL);
        require(path, fd);
        try {
            fill(path, fd, old, content);
            require(path, calls.rename(fresh, target));
        } catch (IOException | RuntimeException e) {
            int ignored = calls.unlink(fresh);
            throw e;
        }
        forceFolder(path, folder(target));
    }

    private void fill(String path, int fd, @Nullable FileStatus old, Content content)
            throws IOException {
        try {
            if (old != null) {
                require(path, calls.resemble(fd, old));
            }
            OutputStream out =
                    new BufferedOutputStream(new FileOutput(calls, path, fd, 0), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            require(path, calls.fsync(fd));
        } finally {
            int ignored = calls.close(fd);
        }
    }

    private void forceFolder(String path, String folder) throws IOException {
        int fd = calls.open(folder, Posix.O_RDONLY | Posix.O_DIRECTORY);
        require(path, fd);
        int result = calls.fsync(fd);
        int ignored = calls.close(fd);
        // Some file systems have nothing to force in a folder and say so with EINVAL.
        require(path, ignoring(result, Errno.EINVAL));
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : path.substring(0, slash + 1);
    }

    private static int ignoring(int result, int errno) {
        return result == -errno ? 0 : result;
    }

    private static void require(String path, int result) throws DeviceException {
        if (result < 0) {
            throw new DeviceException(path, -result);
        }
    }
}
