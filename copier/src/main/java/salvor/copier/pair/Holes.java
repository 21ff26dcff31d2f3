package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import salvor.protocol.message.Extent;

/** Lists of extents as sets of bytes. */
final class Holes {

    private Holes() {}

    /** In order, none touching another. */
    static List<Extent> union(List<Extent> extents) {
        List<Extent> sorted = new ArrayList<>(extents);
        Collections.sort(sorted);
        List<Extent> union = new ArrayList<>();
        for (Extent extent : sorted) {
            if (!union.isEmpty() && union.getLast().end() >= extent.start()) {
                Extent last = union.removeLast();
                union.add(Extent.between(last.start(), Math.max(last.end(), extent.end())));
            } else if (!extent.isEmpty()) {
                union.add(extent);
            }
        }
        return union;
    }

    /** What of {@code from} is not in {@code holes}; both are unions. */
    static List<Extent> minus(List<Extent> from, List<Extent> holes) {
        List<Extent> rest = new ArrayList<>();
        for (Extent extent : from) {
            long at = extent.start();
            for (Extent hole : holes) {
                if (hole.overlaps(extent)) {
                    if (hole.start() > at) {
                        rest.add(Extent.between(at, hole.start()));
                    }
                    at = Math.max(at, hole.end());
                }
            }
            if (at < extent.end()) {
                rest.add(Extent.between(at, extent.end()));
            }
        }
        return rest;
    }

    /** Bytes. */
    static long length(List<Extent> union) {
        return union.stream().mapToLong(Extent::length).sum();
    }
}
