package salvor.copier.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Netty's own log: traces of what is told to people in one line anyway. */
final class NettyLog {

    /** The log manager forgets loggers that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("io.netty");

    private NettyLog() {}

    static void silence() {
        LOGGER.setLevel(Level.OFF);
    }
}
