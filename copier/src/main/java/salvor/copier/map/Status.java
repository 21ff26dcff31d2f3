package salvor.copier.map;

/**
 * What is known of a byte, in the order in which a rescue learns it. The characters are GNU
 * ddrescue's.
 */
public enum Status {
    /** Nobody asked yet. */
    NON_TRIED('?', "non-tried"),
    /** A read that covered it failed; its edges are not known. */
    NON_TRIMMED('*', "non-trimmed"),
    /** Lies between two sectors that failed; it was not asked for alone. */
    NON_SCRAPED('/', "non-scraped"),
    /** Its sector was asked for alone, and failed. */
    BAD('-', "bad"),
    /** Its bytes are at the destination, durable. */
    RESCUED('+', "rescued");

    private final char symbol;
    private final String words;

    Status(char symbol, String words) {
        this.symbol = symbol;
        this.words = words;
    }

    /** The character in a mapfile. */
    public char symbol() {
        return symbol;
    }

    /** Its name for people, as {@code non-trimmed}. */
    public String words() {
        return words;
    }

    /** Whether {@code symbol} stands for a status. */
    public static boolean isStatus(char symbol) {
        return "?*/-+".indexOf(symbol) >= 0;
    }

    /**
     * The status that {@code symbol} stands for.
     *
     * @throws IllegalArgumentException for any other character
     */
    public static Status of(char symbol) {
        for (Status status : values()) {
            if (status.symbol == symbol) {
                return status;
            }
        }
        throw new IllegalArgumentException("not a status: " + symbol);
    }
}
