package salvor.copier.rescue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Goes over all sectors that failed when they were asked for, or that were deduced to have made a
 * larger read fail.
 */
final class SectorWalk {

    private final Ledger ledger;
    private final List<Extent> areas = new ArrayList<>();
    private final boolean forward;
    private int area;
    private long cursor = -1;

    SectorWalk(Ledger ledger, boolean forward) {
        this.ledger = ledger;
        this.forward = forward;
        for (Region region : ledger.map().regions()) {
            if (isFailed(region)) {
                areas.add(region.extent());
            }
        }
        area = forward ? 0 : areas.size() - 1;
    }

    /** Up to {@code count} sectors at equal distances. */
    List<Extent> spread(int count) {
        List<Extent> sectors = new ArrayList<>();
        long total = areas.stream().mapToLong(Extent::length).sum();
        long stride = Math.max(ledger.sector(), total / count);
        long wanted = Math.min(stride, total) / 2;
        long passed = 0;
        for (Extent extent : areas) {
            for (; wanted < passed + extent.length(); wanted += stride) {
                sectors.add(ledger.sectorAt(extent.start() + wanted - passed));
            }
            passed += extent.length();
        }
        return sectors;
    }

    /** The next sector, or null behind the last. */
    @Nullable Extent next() {
        while (area >= 0 && area < areas.size()) {
            Extent extent = areas.get(area);
            if (cursor < 0) {
                cursor = forward ? extent.start() : extent.end();
            }
            if (forward ? cursor < extent.end() : cursor > extent.start()) {
                Extent sector = ledger.sectorAt(forward ? cursor : cursor - 1);
                cursor = forward ? sector.end() : sector.start();
                return sector;
            }
            area += forward ? 1 : -1;
            cursor = -1;
        }
        return null;
    }

    long position() {
        return Math.max(0, cursor);
    }

    private boolean isFailed(Region region) {
        return region.status() == Status.BAD
                || (region.status() == Status.NON_SCRAPED
                        && region.extent().length() <= ledger.sector());
    }
}
