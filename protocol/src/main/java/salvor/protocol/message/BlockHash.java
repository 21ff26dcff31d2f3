package salvor.protocol.message;

/**
 * What is said of a block instead of showing its bytes.
 *
 * @param high the upper half of the hash; 0 unless it is {@link State#HASHED}
 * @param low the lower half
 * @param newlines how many of its bytes are newlines; 0 where nobody asked
 * @param endsLine whether its last byte is a newline; false where nobody asked
 */
public record BlockHash(State state, long high, long low, int newlines, boolean endsLine) {

    /** All of its bytes are zero. */
    public static final BlockHash ZERO = new BlockHash(State.ZERO, 0, 0, 0, false);

    /** Not all of its bytes could be read. */
    public static final BlockHash UNREADABLE = new BlockHash(State.UNREADABLE, 0, 0, 0, false);

    /** What is known of a block. */
    public enum State {
        UNREADABLE(0),
        ZERO(1),
        HASHED(2);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }
    }

    /** Whether both blocks, of one length and hashed with one seed, are known to be equal. */
    public boolean proves(BlockHash other) {
        return state == other.state
                && state != State.UNREADABLE
                && high == other.high
                && low == other.low;
    }
}
