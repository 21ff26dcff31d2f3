package salvor.copier.cli;

import java.lang.foreign.Arena;
import salvor.copier.device.Posix;

/**
 * Who reads our output may leave, as {@code head} does: then we end by SIGPIPE, as other tools do.
 */
final class BrokenPipe {

    private static final int SIGPIPE = 13;
    private static final int STDOUT = 1;

    private BrokenPipe() {}

    /**
     * After a failed write: ends the process by SIGPIPE when the reason is that nobody reads
     * standard output any more; else returns. The JVM ignores the signal, so it is given its
     * default action back and called for by one more byte.
     */
    static void endIfClosed() {
        try (Arena arena = Arena.ofConfined()) {
            Posix.restoreDefault(SIGPIPE);
            Posix.write(STDOUT, arena.allocateFrom("\n"), 1);
        }
    }
}
