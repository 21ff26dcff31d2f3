package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Goes over a device once, one way, through everything that has one status, a piece at a time. The
 * cursor moves on past what was handed out, answered or not.
 */
final class Sweep {

    private final Ledger ledger;
    private final Status wanted;
    private final boolean forward;
    private long cursor;

    Sweep(Ledger ledger, Status wanted, boolean forward) {
        this.ledger = ledger;
        this.wanted = wanted;
        this.forward = forward;
        cursor = forward ? 0 : ledger.map().size();
    }

    /** The byte the sweep is at. */
    long position() {
        return cursor;
    }

    /** The next piece, not larger than {@code bytes}, or null at the end. */
    @Nullable Extent next(int bytes) {
        Region region = region();
        if (region == null) {
            return null;
        }
        Extent piece = forward ? first(region.extent(), bytes) : last(region.extent(), bytes);
        Extent whole = ledger.wholeSectors(piece);
        cursor = forward ? whole.end() : whole.start();
        return whole;
    }

    /** Goes back to {@code piece}, of which something is left. */
    void backTo(Extent piece) {
        cursor = forward ? Math.min(cursor, piece.start()) : Math.max(cursor, piece.end());
    }

    /** Passes over {@code bytes} from the near edge of what lies ahead of {@code from}. */
    void skip(Extent from, long bytes) {
        if (forward) {
            cursor = Math.max(cursor, from.end() + bytes);
        } else {
            cursor = Math.min(cursor, Math.max(0, from.start() - bytes));
        }
    }

    /** Passes over the rest of the region that {@code from} was cut off. */
    void skipRegion(Extent from) {
        long beside = forward ? from.end() : from.start() - 1;
        if (beside < 0 || beside >= ledger.map().size()) {
            return;
        }
        Region region = ledger.map().regionAt(beside);
        if (region.status() == wanted) {
            skip(region.extent(), 0);
        }
    }

    private @Nullable Region region() {
        RescueMap map = ledger.map();
        return forward ? map.next(wanted, cursor) : map.previous(wanted, cursor);
    }

    /** Ends on a multiple of {@code bytes}, so that pieces keep to the device's larger units. */
    private Extent first(Extent region, int bytes) {
        long start = Math.max(region.start(), cursor);
        return Extent.between(start, Math.min(region.end(), (start / bytes + 1) * bytes));
    }

    private Extent last(Extent region, int bytes) {
        long end = Math.min(region.end(), cursor);
        return Extent.between(Math.max(region.start(), (end - 1) / bytes * bytes), end);
    }
}
