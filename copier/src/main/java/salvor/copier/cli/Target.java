package salvor.copier.cli;

import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * A file or block device that is to be written, or a file that is to be made.
 *
 * @param path as the person named it
 * @param status of what is there; null when nothing is
 * @param folder of the folder it is or will be in
 * @param name its name there
 */
record Target(String path, @Nullable FileStatus status, FileStatus folder, String name) {

    /**
     * What is at {@code path}.
     *
     * @throws Refusal when it is neither a file nor a block device, cannot be written, or could not
     *     be made
     */
    static Target of(String path) {
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? "." : path.substring(0, slash + 1);
        Target target =
                new Target(path, existing(path), folder(path, folder), path.substring(slash + 1));
        if (target.status == null) {
            requireNew(target, folder);
        } else {
            requireData(target, target.status);
        }
        return target;
    }

    private static @Nullable FileStatus existing(String path) {
        try {
            return FileStatus.of(path);
        } catch (DeviceException e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw new Refusal(e.getMessage() + "; name another");
        }
    }

    private static FileStatus folder(String path, String folder) {
        try {
            FileStatus status = FileStatus.of(folder);
            if (status.kind() == FileStatus.Kind.DIRECTORY) {
                return status;
            }
            throw new Refusal(path + ": " + folder + " is not a directory; name another");
        } catch (DeviceException e) {
            throw new Refusal(
                    path
                            + ": the folder "
                            + folder
                            + " cannot be used: "
                            + Errno.words(e.errno())
                            + "; make it first, or name another");
        }
    }

    private static void requireNew(Target target, String folder) {
        if (target.name.isEmpty()) {
            throw target.refusal("is not a file's name; name a file");
        }
        int link = Posix.open(target.path, Posix.O_PATH | Posix.O_NOFOLLOW);
        if (link >= 0) {
            Posix.close(link);
            throw target.refusal("is a link that leads nowhere; remove it, or name another");
        }
        int access = Posix.access(folder, Posix.W_OK);
        if (access < 0) {
            throw target.refusal(
                    "cannot be made: " + Errno.words(-access) + "; name another folder");
        }
    }

    private static void requireData(Target target, FileStatus status) {
        switch (status.kind()) {
            case REGULAR, BLOCK -> {}
            case DIRECTORY -> throw target.refusal("is a directory; name a file or a block device");
            case CHARACTER, PIPE, SOCKET, OTHER ->
                    throw target.refusal("is neither a file nor a block device; name one of those");
        }
        int access = Posix.access(target.path, Posix.W_OK);
        if (access < 0) {
            throw target.refusal("cannot be written: " + Errno.words(-access) + "; name another");
        }
    }

    /** What is there, or the folder it will be in. */
    FileStatus nearest() {
        return status == null ? folder : status;
    }

    /** Whether both name the same file or device, be it there or not. */
    boolean isSame(Target other) {
        if (status != null && other.status != null) {
            return status.isSame(other.status);
        }
        return status == null
                && other.status == null
                && folder.isSame(other.folder)
                && name.equals(other.name);
    }

    /** Bytes of a block device. */
    long blockSize() {
        try (FileDevice device = FileDevice.open(path)) {
            return device.size();
        } catch (DeviceException e) {
            throw new Refusal(e.getMessage() + "; name another");
        }
    }

    /**
     * Refuses what would be made among the devices: a mistyped name of a disk would else become a
     * file that fills the memory.
     */
    void requireNoNewDevice() {
        FileStatus devices = FileStatus.orNull("/dev");
        FileStatus top = FileStatus.orNull("/");
        if (status == null
                && devices != null
                && top != null
                && devices.device() != top.device()
                && devices.device() == folder.device()) {
            throw refusal(
                    "no such device; check the name (lsblk lists the disks): a file there would"
                            + " be in memory only");
        }
    }

    Refusal refusal(String why) {
        return new Refusal(path + ": " + why);
    }
}
