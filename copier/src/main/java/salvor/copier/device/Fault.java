package salvor.copier.device;

import salvor.protocol.message.Extent;

/**
 * One thing that is wrong with a simulated drive: what happens to a command that touches an extent.
 *
 * @param costNanos what it adds to the command's time
 * @param times how often a {@link Kind#WEAK} fault strikes; of no meaning otherwise
 */
public record Fault(Extent extent, Kind kind, long costNanos, long times) {

    /** What a fault does. */
    public enum Kind {
        /** Every command that touches it fails. */
        BAD,
        /** The command succeeds, late. */
        SLOW,
        /** The first commands that touch it fail. */
        WEAK
    }
}
