package salvor.copier.rescue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.Status;
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
    private @Nullable Sweep sweep;
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
                Pass.Phase.RETRYING, Math.max(1, number), sweep == null ? 0 : sweep.position());
    }

    @Override
    public @Nullable Extent next() {
        if (ledger.map().total(Status.BAD) == 0 || isHopeless()) {
            return null;
        }
        if (sampling) {
            return nextOfSample();
        }
        Extent extent = sweep == null ? null : sweep.next(ledger.sector());
        if (extent == null && startPass()) {
            return next();
        }
        return extent;
    }

    @Override
    public void report(Extent asked, Ledger.Verdict verdict) {
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

    private boolean startPass() {
        idlePasses = gained || number == 0 ? 0 : idlePasses + 1;
        gained = false;
        if (isAuto() ? idlePasses >= IDLE_PASSES_MAX : number >= passes) {
            return false;
        }
        number++;
        sweep = new Sweep(ledger, Status.BAD, forward);
        forward = !forward;
        return true;
    }

    private @Nullable Extent nextOfSample() {
        if (sample.isEmpty()) {
            if (number > 0) {
                return null;
            }
            number = 1;
            for (int round = 0; round < SAMPLE_ROUNDS; round++) {
                addSpreadSectors();
            }
        }
        return sample.poll();
    }

    /** Up to {@value #SAMPLE_SECTORS} bad sectors at equal distances among all bad bytes. */
    private void addSpreadSectors() {
        long total = ledger.map().total(Status.BAD);
        long stride = Math.max(ledger.sector(), total / SAMPLE_SECTORS);
        long passed = 0;
        long wanted = Math.min(stride, total) / 2;
        Region region = ledger.map().next(Status.BAD, 0);
        while (region != null) {
            Extent area = region.extent();
            for (; wanted < passed + area.length(); wanted += stride) {
                sample.add(ledger.sectorAt(area.start() + wanted - passed));
            }
            passed += area.length();
            region = ledger.map().next(Status.BAD, area.end());
        }
    }
}
