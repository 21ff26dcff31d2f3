package salvor.copier.transfer;

import java.io.IOException;

/**
 * A rescue cannot go on from this map. The message is one line: what, why, and what to do about it.
 */
public final class ResumeException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param line as {@code disk.img: is missing, but disk.map …; …}
     */
    public ResumeException(String line) {
        super(line);
    }
}
