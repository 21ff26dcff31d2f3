package salvor.copier.rescue;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** The regions of one status, by place and by length, in step with the map. */
final class RegionIndex {

    private final RescueMap map;
    private final Status wanted;
    private final TreeMap<Long, Extent> byStart = new TreeMap<>();
    private final TreeSet<Extent> byLength =
            new TreeSet<>(
                    Comparator.comparingLong(Extent::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));

    RegionIndex(RescueMap map, Status wanted) {
        this.map = map;
        this.wanted = wanted;
        for (Region region : map.regions()) {
            if (region.status() == wanted) {
                add(region.extent());
            }
        }
    }

    /** To be called when the status of bytes in {@code changed} changed. */
    void update(Extent changed) {
        long from = Math.max(0, changed.start() - 1);
        long to = Math.min(map.size(), changed.end() + 1);
        Extent known = at(from);
        for (Extent old = known == null ? ceiling(from) : known;
                old != null && old.start() < to;
                old = ceiling(old.start() + 1)) {
            byStart.remove(old.start());
            byLength.remove(old);
        }
        for (long at = from; at < to; ) {
            Region region = map.regionAt(at);
            if (region.status() == wanted) {
                add(region.extent());
            }
            at = region.extent().end();
        }
    }

    /** The region that holds {@code position}, or null. */
    @Nullable Extent at(long position) {
        var entry = byStart.floorEntry(position);
        return entry != null && entry.getValue().contains(position) ? entry.getValue() : null;
    }

    /** The first region that starts at {@code position} or later, or null. */
    @Nullable Extent ceiling(long position) {
        var entry = byStart.ceilingEntry(position);
        return entry == null ? null : entry.getValue();
    }

    /** The last region that starts before {@code position}, or null. */
    @Nullable Extent lower(long position) {
        var entry = byStart.lowerEntry(position);
        return entry == null ? null : entry.getValue();
    }

    /** All of them, the longest first. */
    Iterable<Extent> longestFirst() {
        return byLength;
    }

    /** All of them, ascending. */
    List<Extent> all() {
        return List.copyOf(byStart.values());
    }

    /** Forgets a region until something changes beside it. */
    void remove(Extent region) {
        byStart.remove(region.start());
        byLength.remove(region);
    }

    boolean isEmpty() {
        return byStart.isEmpty();
    }

    private void add(Extent extent) {
        byStart.put(extent.start(), extent);
        byLength.add(extent);
    }
}
