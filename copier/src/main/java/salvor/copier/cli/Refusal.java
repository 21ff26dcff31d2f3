package salvor.copier.cli;

/**
 * A command refuses to go on: status 2. The message is one line: what, why, and what to do about
 * it.
 */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param line as {@code disk.img: Is a directory; name a file or a block device}
     */
    public Refusal(String line) {
        super(line);
    }
}
