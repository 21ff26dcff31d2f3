package salvor.copier.rescue;

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

    private double failureSeconds = FAILURE_MIN;
    private long failures = 1;
    private double secondsPerByte = 1e-8;
    private double lateSeconds;
    private long lateReads;

    /** Looks at a good read; tells whether it was slow. */
    boolean good(long bytes, long nanos) {
        double seconds = nanos / 1e9;
        double normal = COMMAND + SEEK + bytes * secondsPerByte;
        if (seconds > SLOW_SECONDS && seconds > SLOW_TIMES * normal) {
            lateReads++;
            lateSeconds += (seconds - normal - lateSeconds) / Math.min(lateReads, 64);
            return true;
        }
        double perByte = Math.max(0, seconds - COMMAND) / bytes;
        if (bytes >= 1 << 16) {
            secondsPerByte += (perByte - secondsPerByte) / 64;
        }
        return false;
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
