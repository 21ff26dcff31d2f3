package salvor.copier.device;

/** A device that keeps its own time. Whoever measures it uses this clock and not the wall's. */
public interface DriveClock {

    /** How long the drive has worked since it was opened, in nanoseconds. */
    long driveNanos();

    /** Commands that failed so far. */
    long failedCommands();
}
