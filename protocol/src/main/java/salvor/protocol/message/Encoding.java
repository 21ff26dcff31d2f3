package salvor.protocol.message;

/** How the bytes of a block travel. */
public enum Encoding {
    /** As they are. */
    STORED(0),
    /** As one LZ4 block (not a frame), always shorter than the bytes it stands for. */
    LZ4(1);

    private final int code;

    Encoding(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
