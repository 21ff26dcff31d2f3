package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Reads what nobody tried yet, cluster by cluster, in one direction. */
final class CopyingStage implements Stage {

    /** What to do behind a read that failed. */
    enum OnError {
        /** Skip, twice as far after each failure; from the smallest step after a good read. */
        SKIP,
        /** Leave the rest of the gap. */
        LEAVE,
        /** Go on with the next cluster. */
        GO_ON
    }

    private static final long SKIP_MIN = 64 << 10;
    private static final long SKIP_MAX = 1 << 30;

    /** So many good reads in a row, and the area counts as undamaged. */
    private static final int CALM = 32;

    private final int number;
    private final OnError onError;
    private final int cluster;
    private final Sweep sweep;
    private final long skipMin;
    private final long skipMax;
    private long skip;
    private int goodInRow;

    CopyingStage(Ledger ledger, int number, boolean forward, OnError onError, int cluster) {
        this.number = number;
        this.onError = onError;
        this.cluster = cluster;
        sweep = new Sweep(ledger, Status.NON_TRIED, forward);
        long size = ledger.map().size();
        skipMin = roundUp(Math.max(SKIP_MIN, size / 100_000), ledger.sector());
        skipMax = Math.max(skipMin, roundUp(Math.min(SKIP_MAX, size / 100), ledger.sector()));
        skip = skipMin;
        goodInRow = CALM;
    }

    @Override
    public Pass pass() {
        return new Pass(Pass.Phase.COPYING, number, sweep.position());
    }

    @Override
    public @Nullable Extent next() {
        return sweep.next(cluster);
    }

    @Override
    public boolean readsAhead() {
        return goodInRow >= CALM;
    }

    @Override
    public void report(Extent asked, Ledger.Verdict verdict, long nanos) {
        switch (verdict) {
            case GOOD -> {
                goodInRow++;
                skip = skipMin;
            }
            case SHORT -> {
                goodInRow = 0;
                sweep.backTo(asked);
            }
            case FAILED, CUT -> {
                goodInRow = 0;
                failed(asked);
            }
        }
    }

    private void failed(Extent asked) {
        switch (onError) {
            case SKIP -> {
                sweep.skip(asked, skip);
                skip = Math.min(2 * skip, skipMax);
            }
            case LEAVE -> sweep.skipRegion(asked);
            case GO_ON -> {}
        }
    }

    private static long roundUp(long bytes, int sector) {
        return (bytes + sector - 1) / sector * sector;
    }
}
