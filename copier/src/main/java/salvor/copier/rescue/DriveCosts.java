package salvor.copier.rescue;

import org.HdrHistogram.Histogram;

/** What commands cost this drive, in seconds, learned from how long they took. */
final class DriveCosts {

    /** What any command costs besides the transfer. */
    static final double COMMAND = 0.0001;

    /** What a command costs that does not start where the last one ended. */
    static final double SEEK = 0.012;

    /** What a failed command counts at least, also where it is quick: it wears the drive out. */
    private static final double FAILURE_MIN = 3;

    /** A read that takes so many times what it should, and this long, is slow. */
    private static final double SLOW_TIMES = 8;

    private static final double SLOW_SECONDS = 0.1;

    /** Reads of so many bytes tell how fast the transfer is. */
    private static final long LARGE = 1 << 16;

    private static final long PER_BYTE_MAX = 1_000_000_000;

    /** Picoseconds, and how many reads it counts for. */
    private static final long FIRST_GUESS = 10_000;

    private static final int GUESS_READS = 8;

    private double failureSeconds = FAILURE_MIN;
    private long failures = 1;

    /**
     * Picoseconds that a byte took, of all larger reads. The median is the drive's own normal: slow
     * areas do not move it, and a drive that is slow everywhere is not slow for itself.
     */
    private final Histogram perByte = new Histogram(1, PER_BYTE_MAX, 2);

    private double secondsPerByte = FIRST_GUESS * 1e-12;
    private double lateSeconds;
    private long lateReads;

    DriveCosts() {
        perByte.recordValueWithCount(FIRST_GUESS, GUESS_READS);
    }

    /** Looks at a good read; tells whether it was slow. */
    boolean good(long bytes, long nanos) {
        double seconds = nanos / 1e9;
        if (bytes >= LARGE) {
            learn(Math.max(0, seconds - COMMAND) / bytes);
        }
        double normal = COMMAND + SEEK + bytes * secondsPerByte;
        if (seconds > SLOW_SECONDS && seconds > SLOW_TIMES * normal) {
            lateReads++;
            lateSeconds += (seconds - normal - lateSeconds) / Math.min(lateReads, 64);
            return true;
        }
        return false;
    }

    private void learn(double seconds) {
        perByte.recordValue(Math.clamp(Math.round(seconds * 1e12), 1, PER_BYTE_MAX));
        secondsPerByte = perByte.getValueAtPercentile(50) * 1e-12;
    }

    /** What a slow read takes beyond its time; 0 while there was none. */
    double late() {
        return lateSeconds;
    }

    void failed(long nanos) {
        failures++;
        failureSeconds += (nanos / 1e9 - failureSeconds) / Math.min(failures, 64);
    }

    boolean hasFailed() {
        return failures > 1;
    }

    /** A failed command, never less than {@value #FAILURE_MIN}. */
    double failure() {
        return Math.max(failureSeconds, FAILURE_MIN);
    }

    /** A transfer of one byte. */
    double perByte() {
        return secondsPerByte;
    }
}
