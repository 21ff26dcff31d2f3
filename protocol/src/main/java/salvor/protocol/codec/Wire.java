package salvor.protocol.codec;

/** The numbers of the wire format that {@link salvor.protocol.codec} describes. */
public final class Wire {

    /** The version of the protocol that this code speaks. */
    public static final int VERSION = 1;

    /** Bytes of a device in one frame, at most. */
    public static final int MAX_BLOCK = 1 << 20;

    /** Bytes of a payload that is not a block's, at most. */
    public static final int MAX_CONTROL = 8 << 10;

    /** Bytes of a name or text, at most. */
    public static final int MAX_TEXT = 1 << 10;

    /** Blocks in one question for hashes, at most. */
    public static final int MAX_HASHES = 256;

    /** Bytes of a block that is hashed, at most: the 64 pages that its bits stand for. */
    public static final int MAX_HASHED = 64 * 4096;

    /** The bit of FAREWELL among the features. */
    public static final long FEATURE_FAREWELL = 1;

    /** The features that this code understands. */
    public static final long FEATURES = FEATURE_FAREWELL;

    static final int MAGIC = 0x5AF7;
    static final int HEADER_BYTES = 40;

    private Wire() {}
}
