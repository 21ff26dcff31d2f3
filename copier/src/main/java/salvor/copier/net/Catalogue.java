package salvor.copier.net;

import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;
import salvor.copier.map.AtomicFile;
import salvor.protocol.message.Reason;

/**
 * What the names mean that clients give: an export, or a file below the root. Below the root only
 * plain names lead on: no {@code ..}, no symbolic link, and nothing but regular files at the end.
 */
final class Catalogue {

    /** What follows an image's name in that of its companion. */
    private static final String COMPANION = ".salvor";

    /** The ends of the names of the files that Salvor keeps beside images. */
    private static final List<String> OWN = List.of(COMPANION, AtomicFile.SUFFIX);

    private final ServerOptions options;

    Catalogue(ServerOptions options) {
        this.options = options;
    }

    /**
     * What may be written.
     *
     * @param status null: a regular file that is not there yet
     * @param companion where the server's companion lies; null: none is kept
     */
    record Target(String path, @Nullable FileStatus status, @Nullable String companion) {}

    /** The path of what {@code name} lets be read. */
    String toRead(String name) throws PeerException {
        Export export = options.exports().get(name);
        if (export != null) {
            return export.path();
        }
        Target image = image(name);
        if (image.status() == null) {
            throw notFound(name);
        }
        return image.path();
    }

    /** What {@code name} lets be written. */
    Target toWrite(String name) throws PeerException {
        Export export = options.exports().get(name);
        if (export == null) {
            return image(name);
        }
        if (!export.writable()) {
            throw new PeerException(
                    Reason.DENIED,
                    name + ": exported for reading only; :rw after its path allows writing");
        }
        try {
            String path = export.path();
            FileStatus status = FileStatus.of(path);
            // The folder of a device's node is no place for records: it does not outlive the
            // machine.
            boolean regular = status.kind() == FileStatus.Kind.REGULAR;
            return new Target(path, status, regular ? path + COMPANION : null);
        } catch (DeviceException e) {
            throw new PeerException(Reason.NOT_FOUND, name + ": " + Errno.words(e.errno()));
        }
    }

    private Target image(String name) throws PeerException {
        String root = options.root();
        if (root == null) {
            throw notFound(name);
        }
        String[] parts = name.split("/", -1);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf(0) >= 0) {
                throw new PeerException(
                        Reason.DENIED,
                        name + ": not a name of an image; write it without .. and empty parts");
            }
        }
        if (OWN.stream().anyMatch(name::endsWith)) {
            throw new PeerException(
                    Reason.DENIED,
                    name + ": the server keeps its records there; name it otherwise");
        }
        String path = root;
        for (int i = 0; i < parts.length - 1; i++) {
            path += "/" + parts[i];
            close(open(path, Posix.O_DIRECTORY), name);
        }
        return file(path + "/" + parts[parts.length - 1], name);
    }

    private static Target file(String path, String name) throws PeerException {
        int fd = open(path, 0);
        if (fd == -Errno.ENOENT) {
            return new Target(path, null, path + COMPANION);
        }
        if (fd < 0) {
            throw denied(name, -fd);
        }
        try {
            FileStatus status = FileStatus.of(fd, path);
            if (status.kind() != FileStatus.Kind.REGULAR) {
                throw new PeerException(Reason.DENIED, name + ": not a regular file; name another");
            }
            return new Target(path, status, path + COMPANION);
        } catch (DeviceException e) {
            throw denied(name, e.errno());
        } finally {
            Posix.close(fd);
        }
    }

    /** Looks without following a link, and without waiting for the other end of a pipe. */
    private static int open(String path, int flags) {
        return Posix.open(path, flags | Posix.O_RDONLY | Posix.O_NOFOLLOW | Posix.O_NONBLOCK);
    }

    private static void close(int fd, String name) throws PeerException {
        if (fd == -Errno.ENOENT) {
            throw notFound(name);
        }
        if (fd < 0) {
            throw denied(name, -fd);
        }
        Posix.close(fd);
    }

    private static PeerException notFound(String name) {
        return new PeerException(
                Reason.NOT_FOUND, name + ": no such export or image; check the name");
    }

    private static PeerException denied(String name, int errno) {
        return new PeerException(
                Reason.DENIED, name + ": " + Errno.words(errno) + "; name another");
    }
}
