package salvor.protocol.message;

/** How two sides prove who they are, before anything but the handshake is answered. */
public enum Authentication {
    /** Not at all: plain TCP. */
    NONE(0),
    /** Some way that this version does not know; it is received, never sent. */
    OTHER(255);

    private final int code;

    Authentication(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
