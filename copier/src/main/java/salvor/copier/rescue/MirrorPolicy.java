package salvor.copier.rescue;

import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * The order of reads of a mirror: an order like any other, over a map of the mirror's own, for what
 * it cannot read says nothing of the source. What it can is rescued.
 */
public final class MirrorPolicy implements Policy {

    private final RescueMap image;
    private final RescueMap mirror;
    private final Policy order;

    /**
     * @param image what is rescued so far; from now on this policy's own
     * @param mirror what is known of the mirror; the same from one use of it to the next
     * @param orders makes the order in which the mirror is asked for what is missing
     */
    public MirrorPolicy(RescueMap image, RescueMap mirror, Policies orders, RescueOptions options) {
        this.image = image;
        this.mirror = mirror;
        for (Region region : image) {
            if (region.status() == Status.RESCUED) {
                markRescued(mirror, region.extent());
            }
        }
        order = orders.over(mirror, options);
    }

    @Override
    public Step next() {
        return order.next();
    }

    @Override
    public void report(Extent asked, ReadOutcome outcome, long nanos) {
        order.report(asked, outcome, nanos);
        for (Region region : mirror.regions(asked)) {
            if (region.status() == Status.RESCUED) {
                markRescued(image, region.extent());
            }
        }
    }

    @Override
    public void lost(Extent extent) {
        image.set(extent, Status.NON_TRIED);
        order.lost(extent);
    }

    @Override
    public Pass pass() {
        return order.pass();
    }

    /**
     * Marks what another copy gave. What was deduced to be hopeless beside it was deduced from more
     * than is left of it now, so it is to be asked for again.
     */
    private static void markRescued(RescueMap map, Extent extent) {
        for (Region part : map.regions(extent)) {
            if (part.status() != Status.RESCUED) {
                Extent given = part.extent();
                reopen(map, given.start() - 1);
                reopen(map, given.start());
                reopen(map, given.end());
                map.set(given, Status.RESCUED);
            }
        }
    }

    private static void reopen(RescueMap map, long position) {
        if (position >= 0 && position < map.size()) {
            Region region = map.regionAt(position);
            if (region.status() == Status.NON_SCRAPED) {
                map.set(region.extent(), Status.NON_TRIED);
            }
        }
    }
}
