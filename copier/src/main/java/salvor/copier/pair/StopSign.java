package salvor.copier.pair;

import java.io.IOException;

/** Asks the work to end after the reads that are on their way. */
public final class StopSign {

    private volatile boolean raised;

    /** From any thread, any number of times. */
    public void raise() {
        raised = true;
    }

    boolean isRaised() {
        return raised;
    }

    /**
     * Ends the work.
     *
     * @throws IOException if it was asked for
     */
    void check() throws IOException {
        if (raised) {
            throw new IOException("stopped; --state FILE keeps how far a comparison is");
        }
    }
}
