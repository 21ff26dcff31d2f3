package salvor.copier.rescue;

import salvor.copier.map.RescueMap;
import salvor.copier.rescue.CopyingStage.OnError;

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
public final class ClassicPolicy extends StagedPolicy {

    private static final int CLUSTER_BYTES = 64 << 10;

    private final RescueOptions options;
    private final Ledger ledger;
    private final RetryingStage retrying;

    /**
     * @param map what is known so far; from now on this policy's own
     */
    public ClassicPolicy(RescueMap map, RescueOptions options) {
        this(new Ledger(map, options.sectorSize()), options);
    }

    private ClassicPolicy(Ledger ledger, RescueOptions options) {
        super(ledger);
        this.options = options;
        this.ledger = ledger;
        retrying = new RetryingStage(ledger, options.retryPasses(), !options.reverse());
        boolean forward = !options.reverse();
        addCopying(1, forward, OnError.SKIP);
        addCopying(2, !forward, OnError.LEAVE);
        addRest();
    }

    @Override
    void addRest() {
        addCopying(5, !options.reverse(), OnError.GO_ON);
        add(new TrimmingStage(ledger));
        if (!options.noScrape()) {
            add(new ScrapingStage(ledger, true));
        }
        // The same one again after a loss: it knows how often it went over the bad sectors.
        add(retrying);
    }

    private void addCopying(int number, boolean forward, OnError onError) {
        int sectors = options.clusterSectors();
        int cluster =
                sectors == RescueOptions.CHOSEN
                        ? Math.max(CLUSTER_BYTES, options.sectorSize())
                        : sectors * options.sectorSize();
        add(new CopyingStage(ledger, number, forward, onError, cluster));
    }
}
