package salvor.copier.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when a signal comes (Ctrl-C, TERM, HUP). The JVM then runs this hook
 * and ends with 128 + signal as soon as it returns, even when a thread is in the kernel's hands.
 */
final class Interrupts implements AutoCloseable {

    /** Saving takes a moment; a destination that hangs must not keep the process for ever. */
    private static final int PATIENCE_S = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean signalled;

    /**
     * @param stop asks the work to end; called on a thread of its own, at most once
     */
    Interrupts(Runnable stop) {
        hook =
                new Thread(
                        () -> {
                            signalled = true;
                            stop.run();
                            awaitEnd();
                        },
                        "signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitEnd() {
        try {
            boolean inTime = ended.await(PATIENCE_S, TimeUnit.SECONDS);
            if (!inTime) {
                Output.ofProcess()
                        .diagnostic("salvor: saving takes too long; the map is as last saved\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work has ended and said so; the process may go. */
    @Override
    public void close() {
        ended.countDown();
        if (!signalled) {
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came this very moment: the hook finds the work ended.
        }
    }
}
