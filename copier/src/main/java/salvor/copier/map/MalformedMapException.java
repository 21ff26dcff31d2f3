package salvor.copier.map;

import java.io.IOException;

/** A mapfile or a companion says what it must not say. The message is one line. */
public final class MalformedMapException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param file its name
     * @param why what is wrong with it
     */
    public MalformedMapException(String file, String why) {
        super(file + ": " + why);
    }

    /**
     * @param file its name
     * @param line counts from 1
     * @param why what is wrong with it
     */
    public MalformedMapException(String file, long line, String why) {
        super(file + ":" + line + ": " + why);
    }
}
