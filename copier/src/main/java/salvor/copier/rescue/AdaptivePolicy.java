package salvor.copier.rescue;

import salvor.copier.map.RescueMap;

/**
 * Learns the damage, and always reads where most bytes are to be expected for a second of the
 * drive's time.
 *
 * <ul>
 *   <li>{@link DamageRates}: how often reading fails, by place, at every scale.
 *   <li>{@link RunLengths} and {@link BadRuns}: how long bad runs are, and which failures are one.
 *   <li>{@link DriveCosts}: what failed commands and slow reads cost.
 *   <li>{@link Outlook}: what reading somewhere is worth, and in how large pieces.
 *   <li>{@link Chooser}: of what is worth nearly as much as the best, the first on the device.
 *   <li>{@link InsideProbes}: what lies between bad ends is asked for in few places, and deduced.
 *   <li>{@link SectorLearner}: whether the medium's sectors are larger than the device's.
 * </ul>
 */
public final class AdaptivePolicy extends StagedPolicy {

    private final RescueOptions options;
    private final Ledger ledger;
    private final RetryingStage retrying;
    private final ExploringStage exploring;

    /**
     * @param map what is known so far; from now on this policy's own
     */
    public AdaptivePolicy(RescueMap map, RescueOptions options) {
        this(new Ledger(map, options.sectorSize()), options);
    }

    private AdaptivePolicy(Ledger ledger, RescueOptions options) {
        super(ledger);
        this.options = options;
        this.ledger = ledger;
        int cluster =
                options.clusterSectors() == RescueOptions.CHOSEN
                        ? RescueOptions.CLUSTER_BYTES_MAX
                        : Integer.highestOneBit(options.clusterSectors()) * options.sectorSize();
        exploring = new ExploringStage(ledger, options, cluster);
        retrying = new RetryingStage(ledger, options.retryPasses(), !options.reverse());
        addRest();
    }

    @Override
    void addRest() {
        add(exploring);
        if (!options.noScrape()) {
            add(new ScrapingStage(ledger, options.exhaustive()));
        }
        add(retrying);
    }
}
