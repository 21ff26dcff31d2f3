package salvor.copier.transfer;

import java.io.IOException;
import salvor.protocol.message.Extent;

/** Bytes changed between the device and the destination: memory or link is not to be trusted. */
public final class ChecksumException extends IOException {

    private static final long serialVersionUID = 1;

    public ChecksumException(Extent extent) {
        super(
                "bytes "
                        + extent.start()
                        + " to "
                        + extent.end()
                        + " changed on the way from the source; nothing of them was written."
                        + " Check this machine's memory before going on");
    }
}
