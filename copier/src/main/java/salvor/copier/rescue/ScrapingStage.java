package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Reads the insides of bad areas sector by sector. */
final class ScrapingStage implements Stage {

    private final Ledger ledger;
    private final Sweep sweep;

    ScrapingStage(Ledger ledger) {
        this.ledger = ledger;
        sweep = new Sweep(ledger, Status.NON_SCRAPED, true);
    }

    @Override
    public Pass pass() {
        return new Pass(Pass.Phase.SCRAPING, 1, sweep.position());
    }

    @Override
    public @Nullable Extent next() {
        return sweep.next(ledger.sector());
    }
}
