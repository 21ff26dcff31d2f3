package salvor.protocol.message;

/** Why a side ends a connection. */
public enum Reason {
    /** The two speak no common version. */
    VERSION(1, false),
    /** The peer is not known, or asks for less security than is demanded. */
    NOT_TRUSTED(2, false),
    /** Nothing has that name, or it may not be named. */
    NOT_FOUND(3, false),
    /** It may be read but not written, or cannot be opened. */
    DENIED(4, false),
    /** Another client has it. */
    IN_USE(5, false),
    /** A newer connection has taken this one's slot. */
    SUPERSEDED(6, true),
    /** A block is not what was read at the source; nothing of it was written. */
    BAD_CHECKSUM(7, true),
    /** The device at the far end failed for good: full, gone. */
    DEVICE(8, false),
    /** The far end has no room for another connection or session. */
    BUSY(9, true),
    /** The peer does not keep to the protocol. */
    PROTOCOL(10, false),
    /** The server is being stopped. */
    STOPPING(11, true);

    private final int code;
    private final boolean passing;

    Reason(int code, boolean passing) {
        this.code = code;
        this.passing = passing;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** Whether the same attempt may go well later. */
    public boolean isPassing() {
        return passing;
    }
}
