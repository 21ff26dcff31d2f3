package salvor.copier.rescue;

import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/**
 * The order of reads. A policy owns the map it works on: it alone changes it, in {@link #report}
 * and {@link #lost}. It does no I/O, has no clock and no thread of its own; calls come one at a
 * time, so a simulation drives it in virtual time.
 */
public interface Policy {

    /** What to do next. May be asked again before earlier reads are reported. */
    Step next();

    /**
     * What a read gave. A failure that says nothing of the medium (vanished, misuse, denied, again)
     * is never reported.
     *
     * @param asked the extent of the {@link Step.Read}
     * @param outcome {@code Complete}, {@code Partial} or {@code Failed}
     * @param nanos how long the device took, on its own clock
     */
    void report(Extent asked, ReadOutcome outcome, long nanos);

    /** Bytes that were read well but did not reach the destination: they must be read again. */
    void lost(Extent extent);

    /** What the rescue is at now, for people and for the mapfile's status line. */
    Pass pass();
}
