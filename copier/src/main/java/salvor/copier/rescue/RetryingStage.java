package salvor.copier.rescue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * Asks bad sectors again. A fixed number of passes, or as long as it gains something: first a few
 * sectors from all over the device, several times; when one of them answers, all of them, until
 * {@value #FAILURES_MAX} failures in a row or {@value #IDLE_PASSES_MAX} passes gained nothing.
 */
final class RetryingStage implements Stage {

    static final int FAILURES_MAX = 32;
    private static final int IDLE_PASSES_MAX = 3;
    private static final int SAMPLE_SECTORS = 8;
    private static final int SAMPLE_ROUNDS = FAILURES_MAX / SAMPLE_SECTORS;

    private final Ledger ledger;
    private final int passes;
    private final Deque<Extent> sample = new ArrayDeque<>();
    private @Nullable SectorWalk walk;
    private boolean forward;
    private boolean sampling;
    private int number;
    private int idlePasses;
    private int failuresInRow;
    private boolean gained;

    /**
     * @param passes 0 or more, or {@link RescueOptions#AUTO}
     */
    RetryingStage(Ledger ledger, int passes, boolean forward) {
        this.ledger = ledger;
        this.passes = passes;
        this.forward = forward;
        sampling = isAuto();
    }

    @Override
    public Pass pass() {
        return new Pass(
                Pass.Phase.RETRYING, Math.max(1, number), walk == null ? 0 : walk.position());
    }

    @Override
    public @Nullable Extent next() {
        if (isHopeless()) {
            return null;
        }
        if (sampling) {
            return nextOfSample();
        }
        Extent extent = walk == null ? null : walk.next();
        if (extent == null && startsPass()) {
            walk = new SectorWalk(ledger, forward);
            forward = !forward;
            extent = walk.next();
        }
        return extent;
    }

    @Override
    public void report(Extent asked, Ledger.Verdict verdict, long nanos) {
        if (verdict == Ledger.Verdict.FAILED) {
            failuresInRow++;
        } else {
            failuresInRow = 0;
            gained = true;
            sampling = false;
        }
    }

    private boolean isAuto() {
        return passes == RescueOptions.AUTO;
    }

    private boolean isHopeless() {
        return isAuto() && failuresInRow >= FAILURES_MAX;
    }

    private boolean startsPass() {
        idlePasses = gained || number == 0 ? 0 : idlePasses + 1;
        gained = false;
        if (isAuto() ? idlePasses >= IDLE_PASSES_MAX : number >= passes) {
            return false;
        }
        number++;
        return true;
    }

    private @Nullable Extent nextOfSample() {
        if (sample.isEmpty()) {
            if (number > 0) {
                return null;
            }
            number = 1;
            for (int round = 0; round < SAMPLE_ROUNDS; round++) {
                sample.addAll(new SectorWalk(ledger, true).spread(SAMPLE_SECTORS));
            }
        }
        return sample.poll();
    }
}
