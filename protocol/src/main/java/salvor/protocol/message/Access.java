package salvor.protocol.message;

/** How a server is to read what it exports. */
public enum Access {
    /** As a rescue does: a block device past the page cache, in whole sectors. */
    DEVICE(0),
    /** Through the page cache, at any position: what is healthy is read fastest so. */
    CACHED(1),
    /** Past the page cache wherever that can be: what is bad is found to the sector. */
    SECTORS(2);

    private final int code;

    Access(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
