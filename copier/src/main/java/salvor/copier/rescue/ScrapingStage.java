package salvor.copier.rescue;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Reads the insides of bad areas sector by sector: all of them, or, where they were deduced to be
 * hopeless, only if they are so few that to be sure costs little.
 */
final class ScrapingStage implements Stage {

    /** So many sectors of a device are few. */
    private static final int FEW = 256;

    private final Ledger ledger;
    private final boolean all;
    private final Sweep sweep;

    /** Where a single sector begins that is all that was left of a read that failed. */
    private final Set<Long> certain = new HashSet<>();

    private boolean began;
    private boolean asks = true;

    /**
     * @param all also if they are many
     */
    ScrapingStage(Ledger ledger, boolean all) {
        this.ledger = ledger;
        this.all = all;
        sweep = new Sweep(ledger, Status.NON_SCRAPED, true);
    }

    @Override
    public Pass pass() {
        return new Pass(Pass.Phase.SCRAPING, 1, sweep.position());
    }

    @Override
    public @Nullable Extent next() {
        if (!began && !all) {
            look();
        }
        began = true;
        Extent piece = asks ? sweep.next(ledger.sector()) : null;
        while (piece != null && certain.contains(piece.start())) {
            piece = sweep.next(ledger.sector());
        }
        return piece;
    }

    private void look() {
        long left = 0;
        for (Region region : ledger.map()) {
            if (region.status() == Status.NON_SCRAPED) {
                long length = region.extent().length();
                if (length > ledger.sector()) {
                    left += length;
                } else {
                    certain.add(region.extent().start());
                }
            }
        }
        asks = left <= (long) FEW * ledger.sector();
    }
}
