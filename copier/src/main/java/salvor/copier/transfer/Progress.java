package salvor.copier.transfer;

import salvor.copier.rescue.Pass;

/**
 * How far a rescue is.
 *
 * @param size bytes of the device
 * @param rescued bytes read, whether durable or not
 * @param untried bytes nobody asked for yet
 * @param areas runs of bytes that were asked for and not rescued
 * @param readErrors reads that failed in this run
 * @param read bytes read well in this run
 * @param nanos since the start of this run
 * @param pass what it is at
 */
public record Progress(
        long size,
        long rescued,
        long untried,
        int areas,
        long readErrors,
        long read,
        long nanos,
        Pass pass) {

    /** Bytes asked for and not rescued. */
    public long bad() {
        return size - rescued - untried;
    }

    /** Seconds since the start of this run. */
    public double seconds() {
        return nanos / 1e9;
    }
}
