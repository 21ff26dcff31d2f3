package salvor.protocol.compression;

import java.io.IOException;

/** What came is no LZ4 block, or not one of the length that it was said to have. */
public final class MalformedBlockException extends IOException {

    private static final long serialVersionUID = 1;

    MalformedBlockException(String why) {
        super(why);
    }
}
