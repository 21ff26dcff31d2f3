package salvor.protocol.compression;

/** What the user wants of compression. */
public enum Compression {
    /** Where it makes the transfer faster. */
    AUTO,
    /** Every block that becomes shorter by it. */
    LZ4,
    /** None. */
    OFF
}
