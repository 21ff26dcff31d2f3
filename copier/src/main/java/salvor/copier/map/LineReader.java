package salvor.copier.map;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a mapfile that say something: leading white space and everything past the 127th
 * character after it are dropped, blank lines and comments passed over. Memory does not grow with
 * the length of a line.
 */
final class LineReader {

    private static final int LINE_MAX = 127;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final StringBuilder text = new StringBuilder(LINE_MAX);
    private int at;
    private int filled;
    private long number;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** Number of the line that {@link #next} gave last, from 1; every line of the file counts. */
    long number() {
        return number;
    }

    /** The next line, or null at the end. */
    @Nullable String next() throws IOException {
        for (int c = read(); c >= 0; c = read()) {
            number++;
            text.setLength(0);
            for (; c >= 0 && c != '\n'; c = read()) {
                if (text.length() < LINE_MAX && (!text.isEmpty() || !isSpace((char) c))) {
                    text.append((char) c);
                }
            }
            if (!text.isEmpty() && text.charAt(0) != '#') {
                return text.toString();
            }
        }
        return null;
    }

    /** White space as C knows it. */
    static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = Math.max(0, in.read(buffer));
            at = 0;
        }
        return filled == 0 ? -1 : buffer[at++] & 0xFF;
    }
}
