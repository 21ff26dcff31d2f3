package salvor.copier.transfer;

import salvor.protocol.message.Extent;

/** What a rescue has cost so far, all its copies together, and when that is enough. */
final class Effort {

    private final Limits limits;
    private final Clock clock;
    private final long startNanos;
    private final ReadLatencies latencies = new ReadLatencies();
    private long readErrors;
    private long bytesRead;

    Effort(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        startNanos = clock.nanos();
    }

    synchronized void succeeded(Extent asked, int bytes, long nanos) {
        latencies.record(asked, nanos);
        bytesRead += bytes;
    }

    synchronized void failed(Extent asked, long nanos) {
        latencies.record(asked, nanos);
        readErrors++;
    }

    /** Whether no further read may fail. */
    synchronized boolean isOutOfFailures() {
        return readErrors >= limits.failures();
    }

    boolean isSpent() {
        return isOutOfFailures() || elapsed() > limits.time().toNanos();
    }

    /** Nanoseconds since the start. */
    long elapsed() {
        return clock.nanos() - startNanos;
    }

    synchronized long readErrors() {
        return readErrors;
    }

    synchronized long bytesRead() {
        return bytesRead;
    }

    /** To be looked at when nothing is read any more. */
    ReadLatencies latencies() {
        return latencies;
    }
}
