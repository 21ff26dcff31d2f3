package salvor.copier.cli;

import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.protocol.message.Reason;

/** What to do about an error of a device or a file. */
final class Advice {

    private Advice() {}

    /** What to do, after a semicolon; empty when nothing is known to help. */
    static String on(DeviceException e) {
        return switch (e.errno()) {
            case Errno.ENOENT -> "; check the name (lsblk lists the disks)";
            case Errno.EACCES, Errno.EPERM -> "; run it as root";
            case Errno.EISDIR -> "; name a file or a block device";
            case Errno.ESPIPE -> "; it is neither a file nor a block device";
            case Errno.ENOSPC, Errno.EDQUOT, Errno.EFBIG ->
                    "; make room and run the same command again: nothing in its map is read again";
            case Errno.EBUSY ->
                    "; something uses it, maybe another salvor: see fuser, lsblk, mount, swapon";
            case Errno.EROFS -> "; choose a destination that can be written";
            case Errno.ENXIO, Errno.ENODEV, Errno.ENOMEDIUM -> "; is it plugged in? See dmesg";
            default -> "";
        };
    }

    /** What to do when a far side says why it goes on no longer; its own words may say it too. */
    static String on(Reason reason) {
        return switch (reason) {
            case DEVICE -> "; see to that at the server, and run the same command again";
            case VERSION, PROTOCOL -> "; do both ends run the same version of salvor?";
            case BUSY, STOPPING, SUPERSEDED -> "; run the same command again in a while";
            case BAD_CHECKSUM -> "; a memory or a link is bad: check both machines";
            case NOT_TRUSTED, NOT_FOUND, DENIED, IN_USE -> "";
        };
    }
}
