package salvor.copier.net;

import java.io.IOException;
import salvor.protocol.message.Reason;

/** The far side said why it goes on no longer. */
public final class PeerException extends IOException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    PeerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    PeerException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
