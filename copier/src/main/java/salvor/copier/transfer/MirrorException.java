package salvor.copier.transfer;

import java.io.IOException;

/** A mirror is none. The message is one line: what, why, and what to do about it. */
public final class MirrorException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param line as {@code /dev/sdb: is no mirror of …; …}
     */
    public MirrorException(String line) {
        super(line);
    }
}
