package salvor.copier.rescue;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.RescueMap;
import salvor.copier.rescue.CopyingStage.OnError;
import salvor.protocol.message.Extent;

/**
 * The order of GNU ddrescue 1.27, from its manual and from the commands it gives to a drive:
 *
 * <ol>
 *   <li>copying, pass 1: skips behind each error, twice as far each time;
 *   <li>copying, pass 2, the other way: leaves each gap at its first error;
 *   <li>copying, pass 5: what is left, without skipping (3 and 4 are for slow areas);
 *   <li>trimming, scraping, retrying.
 * </ol>
 *
 * <p>It does not look at how long a read took.
 */
public final class ClassicPolicy implements Policy {

    private static final int CLUSTER_BYTES = 64 << 10;

    private final RescueOptions options;
    private final Ledger ledger;
    private final List<Stage> stages = new ArrayList<>();
    private final RetryingStage retrying;
    private int current;
    private boolean done;

    /**
     * @param map what is known so far; from now on this policy's own
     */
    public ClassicPolicy(RescueMap map, RescueOptions options) {
        this.options = options;
        ledger = new Ledger(map, options.sectorSize());
        retrying = new RetryingStage(ledger, options.retryPasses(), !options.reverse());
        boolean forward = !options.reverse();
        addCopying(1, forward, OnError.SKIP);
        addCopying(2, !forward, OnError.LEAVE);
        addRest();
    }

    @Override
    public Step next() {
        if (!ledger.isIdle() && !stages.get(current).readsAhead()) {
            return new Step.Wait();
        }
        Extent extent = stages.get(current).next();
        while (extent == null) {
            if (!ledger.isIdle()) {
                return new Step.Wait();
            }
            if (current + 1 == stages.size()) {
                done = true;
                return new Step.Done();
            }
            current++;
            extent = stages.get(current).next();
        }
        return ledger.ask(extent);
    }

    @Override
    public void report(Extent asked, ReadOutcome outcome, long nanos) {
        stages.get(current).report(asked, ledger.report(asked, outcome));
    }

    @Override
    public void lost(Extent extent) {
        ledger.lost(extent);
        done = false;
        stages.subList(current + 1, stages.size()).clear();
        addRest();
    }

    @Override
    public Pass pass() {
        Pass pass = stages.get(current).pass();
        return done ? new Pass(Pass.Phase.FINISHED, 1, pass.position()) : pass;
    }

    private void addRest() {
        addCopying(5, !options.reverse(), OnError.GO_ON);
        stages.add(new TrimmingStage(ledger));
        if (!options.noScrape()) {
            stages.add(new ScrapingStage(ledger));
        }
        // The same one again after a loss: it knows how often it went over the bad sectors.
        stages.add(retrying);
    }

    private void addCopying(int number, boolean forward, OnError onError) {
        int sectors = options.clusterSectors();
        int cluster =
                sectors == RescueOptions.CHOSEN
                        ? Math.max(CLUSTER_BYTES, options.sectorSize())
                        : sectors * options.sectorSize();
        stages.add(new CopyingStage(ledger, number, forward, onError, cluster));
    }
}
