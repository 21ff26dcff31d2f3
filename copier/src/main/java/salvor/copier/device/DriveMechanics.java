package salvor.copier.device;

import java.util.List;
import salvor.protocol.message.Extent;

/**
 * What a command does to a failing drive, without the bytes: whether it fails, and what it costs. A
 * command that touches a bad sector fails whole. Not thread-safe.
 */
public final class DriveMechanics {

    private final FaultModel model;

    /** The furthest end of this fault and all before it: where a search may stop. */
    private final long[] endsMax;

    private final long[] timesLeft;
    private final double transferNanos;
    private double nanos;
    private long failures;
    private long head = -1;

    public DriveMechanics(FaultModel model) {
        this.model = model;
        List<Fault> faults = model.faults();
        endsMax = new long[faults.size()];
        timesLeft = new long[faults.size()];
        transferNanos = 1e9 / model.bytesPerSecond();
        long end = 0;
        for (int i = 0; i < faults.size(); i++) {
            end = Math.max(end, faults.get(i).extent().end());
            endsMax[i] = end;
            timesLeft[i] = faults.get(i).times();
        }
    }

    /** How long the drive has worked. */
    public double nanos() {
        return nanos;
    }

    /** Commands that failed. */
    public long failures() {
        return failures;
    }

    /** Does one command; says whether it succeeds. */
    public boolean read(Extent asked) {
        boolean seeks = asked.start() != head;
        head = asked.end();
        if (model.failuresToDeath() >= 0 && failures >= model.failuresToDeath()) {
            // Nothing moves any more: this is all that a command costs.
            nanos += model.deathNanos();
            failures++;
            return false;
        }
        nanos += model.commandNanos() + (seeks ? model.seekNanos() : 0);
        boolean good = passes(asked);
        if (good) {
            nanos += asked.length() * transferNanos;
        } else {
            failures++;
        }
        return good;
    }

    private boolean passes(Extent asked) {
        List<Fault> faults = model.faults();
        for (int i = firstEndingAfter(asked.start()); i < endsMax.length; i++) {
            Fault fault = faults.get(i);
            if (fault.extent().start() >= asked.end()) {
                break;
            }
            boolean spent = fault.kind() == Fault.Kind.WEAK && timesLeft[i] == 0;
            if (spent || !fault.extent().overlaps(asked)) {
                continue;
            }
            nanos += fault.costNanos();
            if (fault.kind() == Fault.Kind.WEAK) {
                timesLeft[i]--;
            }
            if (fault.kind() != Fault.Kind.SLOW) {
                return false;
            }
        }
        return true;
    }

    private int firstEndingAfter(long position) {
        int low = 0;
        int high = endsMax.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (endsMax[middle] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
