package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Finds the edges of every failed area: sector by sector from its start, then from its end, up to
 * the first bad one. What lies between two bad edges is left for scraping. An edge beside a sector
 * that is bad already is found.
 */
final class TrimmingStage implements Stage {

    private final Ledger ledger;
    private long position;

    TrimmingStage(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Pass pass() {
        return new Pass(Pass.Phase.TRIMMING, 1, position);
    }

    @Override
    public @Nullable Extent next() {
        RescueMap map = ledger.map();
        for (Region region = map.next(Status.NON_TRIMMED, position);
                region != null;
                region = map.next(Status.NON_TRIMMED, position)) {
            Extent area = region.extent();
            position = area.start();
            if (!isKnownBad(area.start() - 1)) {
                return ledger.sectorAt(area.start());
            }
            if (!isKnownBad(area.end())) {
                return ledger.sectorAt(area.end() - 1);
            }
            map.set(area, Status.NON_SCRAPED);
        }
        return null;
    }

    private boolean isKnownBad(long beside) {
        if (beside < 0 || beside >= ledger.map().size()) {
            return false;
        }
        Status status = ledger.map().at(beside);
        return status == Status.BAD || status == Status.NON_SCRAPED;
    }
}
