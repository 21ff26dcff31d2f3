package salvor.copier.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import salvor.copier.device.Errno;
import salvor.copier.device.Posix;

/** Makes signals do what they do to other tools, where the JVM has taken them for itself. */
final class Signals {

    private static final int SIGQUIT = 3;
    private static final int SIGPIPE = 13;

    /** The launcher knows: the JVM, which comes after it, does not tell. */
    private static final String SIGPIPE_PROPERTY = "salvor.sigpipe";

    private Signals() {}

    /**
     * Ends the process at {@code Ctrl-\\}: the JVM writes a list of its threads among the results.
     */
    static void letQuit() {
        Posix.restoreDefault(SIGQUIT);
    }

    /**
     * After a write that failed, for nobody reads any more: whether the same write ends the process
     * now, as it ends other tools. Not so where whoever started us ignores the signal.
     */
    static boolean letPipeEnd() {
        if ("ignored".equals(System.getProperty(SIGPIPE_PROPERTY))) {
            return false;
        }
        Posix.restoreDefault(SIGPIPE);
        return true;
    }

    /**
     * After a failed write to {@code fd}: ends the process by SIGPIPE when the reason is that
     * nobody reads there any more, as {@code head} leaves; else returns. One more byte tells.
     */
    static void endIfPipeClosed(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment more = arena.allocateFrom("\n");
            if (Posix.write(fd, more, 1) == -Errno.EPIPE && letPipeEnd()) {
                Posix.write(fd, more, 1);
            }
        }
    }
}
