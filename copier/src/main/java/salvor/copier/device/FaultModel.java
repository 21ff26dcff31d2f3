package salvor.copier.device;

import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with a simulated drive, and what its commands cost.
 *
 * @param faults by start; they may overlap
 * @param bytesPerSecond the rate of a transfer, above 0
 * @param seekNanos what a command costs that does not start where the one before it ended
 * @param commandNanos what any command costs
 * @param failuresToDeath after so many failed commands every command fails; {@link #IMMORTAL} for a
 *     drive that does not die
 * @param deathNanos what a command costs a dead drive
 */
public record FaultModel(
        List<Fault> faults,
        double bytesPerSecond,
        long seekNanos,
        long commandNanos,
        long failuresToDeath,
        long deathNanos) {

    public static final long IMMORTAL = -1;

    /** 100 MB/s, 12 ms a seek, 0.1 ms a command, and nothing wrong. */
    public static final FaultModel HEALTHY =
            new FaultModel(List.of(), 100e6, 12_000_000, 100_000, IMMORTAL, 0);

    public FaultModel {
        if (!(bytesPerSecond > 0) || seekNanos < 0 || commandNanos < 0 || deathNanos < 0) {
            throw new IllegalArgumentException("not a drive: a cost is negative");
        }
        faults = faults.stream().sorted(Comparator.comparing(Fault::extent)).toList();
    }

    public FaultModel withFaults(List<Fault> others) {
        return new FaultModel(
                others, bytesPerSecond, seekNanos, commandNanos, failuresToDeath, deathNanos);
    }

    public FaultModel withDeath(long failures, long nanos) {
        return new FaultModel(faults, bytesPerSecond, seekNanos, commandNanos, failures, nanos);
    }
}
