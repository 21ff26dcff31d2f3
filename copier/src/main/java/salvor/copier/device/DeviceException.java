package salvor.copier.device;

import java.io.IOException;

/** An operation other than a read failed. The message is one line: what, and why. */
public final class DeviceException extends IOException {

    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * @param what the thing that failed, as {@code disk.img}
     * @param errno the kernel's number, above 0
     */
    public DeviceException(String what, int errno) {
        super(what + ": " + Errno.words(errno));
        this.errno = errno;
    }

    /** The kernel's number. */
    public int errno() {
        return errno;
    }

    public ErrorClass kind() {
        return Errno.kind(errno);
    }
}
