package salvor.copier.map;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * The status of every byte of a device. Equal neighbours are always merged, so memory grows with
 * the damage, not with the device. Not thread-safe.
 */
public final class RescueMap implements Iterable<Region> {

    private final long size;

    /** Start of each region, with its status; a region lasts until the next start or the end. */
    private final TreeMap<Long, Status> starts = new TreeMap<>();

    private final EnumMap<Status, Tally> tallies = new EnumMap<>(Status.class);

    /** What regions were since {@link #mark}, oldest first; null while nobody wants to know. */
    private @Nullable ArrayDeque<Region> before;

    /** How much of the device has one status. */
    private static final class Tally {
        long bytes;
        int regions;
    }

    /** A map of {@code size} bytes that nobody tried yet. */
    public RescueMap(long size) {
        this.size = size;
        if (size > 0) {
            put(0, Status.NON_TRIED);
            tally(Status.NON_TRIED).bytes = size;
        }
    }

    public RescueMap(RescueMap other) {
        size = other.size;
        starts.putAll(other.starts);
        for (Map.Entry<Status, Tally> entry : other.tallies.entrySet()) {
            tally(entry.getKey()).bytes = entry.getValue().bytes;
            tally(entry.getKey()).regions = entry.getValue().regions;
        }
    }

    public long size() {
        return size;
    }

    /** Bytes with this status. */
    public long total(Status status) {
        return tally(status).bytes;
    }

    /** Regions with this status. */
    public int count(Status status) {
        return tally(status).regions;
    }

    /** The status of the byte at {@code position}, which lies inside the device. */
    public Status at(long position) {
        return regionAt(position).status();
    }

    /** The whole region that holds the byte at {@code position}, which lies inside the device. */
    public Region regionAt(long position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException("position " + position + " of " + size);
        }
        return region(starts.floorEntry(position));
    }

    /** The first region with this status that ends after {@code position}, or null. */
    public @Nullable Region next(Status status, long position) {
        if (position >= size || tally(status).regions == 0) {
            return null;
        }
        Map.Entry<Long, Status> entry = starts.floorEntry(Math.max(0, position));
        while (entry != null && entry.getValue() != status) {
            entry = starts.higherEntry(entry.getKey());
        }
        return entry == null ? null : region(entry);
    }

    /** The last region with this status that starts before {@code position}, or null. */
    public @Nullable Region previous(Status status, long position) {
        if (tally(status).regions == 0) {
            return null;
        }
        Map.Entry<Long, Status> entry = starts.lowerEntry(position);
        while (entry != null && entry.getValue() != status) {
            entry = starts.lowerEntry(entry.getKey());
        }
        return entry == null ? null : region(entry);
    }

    /** All regions, ascending, without gap or overlap. */
    public List<Region> regions() {
        List<Region> regions = new ArrayList<>(starts.size());
        for (Map.Entry<Long, Status> entry : starts.entrySet()) {
            regions.add(region(entry));
        }
        return regions;
    }

    /** All regions, as {@link #regions()}, one at a time; the map must not change meanwhile. */
    @Override
    public Iterator<Region> iterator() {
        Iterator<Map.Entry<Long, Status>> entries = starts.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Region next() {
                return region(entries.next());
            }
        };
    }

    /** How many regions there are. */
    public int regionCount() {
        return starts.size();
    }

    /** The regions inside {@code extent}, cut to it, ascending. */
    public List<Region> regions(Extent extent) {
        List<Region> regions = new ArrayList<>();
        for (long at = extent.start(); at < Math.min(extent.end(), size); ) {
            Region region = regionAt(at);
            regions.add(new Region(region.extent().intersect(extent), region.status()));
            at = region.extent().end();
        }
        return regions;
    }

    /** Gives every byte of {@code extent} this status. */
    public void set(Extent extent, Status status) {
        if (extent.end() > size) {
            throw new IndexOutOfBoundsException(extent + " of " + size);
        }
        if (extent.isEmpty()) {
            return;
        }
        if (before != null) {
            before.addAll(regions(extent));
        }
        splitAt(extent.start());
        splitAt(extent.end());
        for (Map.Entry<Long, Status> entry = starts.ceilingEntry(extent.start());
                entry != null && entry.getKey() < extent.end();
                entry = starts.higherEntry(entry.getKey())) {
            tally(entry.getValue()).bytes -= end(entry.getKey()) - entry.getKey();
            remove(entry.getKey());
        }
        put(extent.start(), status);
        tally(status).bytes += extent.length();
        mergeAt(extent.end());
        mergeAt(extent.start());
    }

    /**
     * Remembers the map as it is, for {@link #rollback}; what was remembered before is forgotten.
     */
    public void mark() {
        if (before == null) {
            before = new ArrayDeque<>();
        }
        before.clear();
    }

    /** Brings back the map as it was at the last {@link #mark}, and goes on remembering. */
    public void rollback() {
        if (before == null) {
            throw new IllegalStateException("nothing was marked");
        }
        ArrayDeque<Region> log = before;
        before = null;
        log.descendingIterator().forEachRemaining(region -> set(region.extent(), region.status()));
        before = new ArrayDeque<>();
    }

    /** Runs of bytes that were asked for and are not rescued. */
    public int areas() {
        int areas = 0;
        boolean inside = false;
        for (Status status : starts.values()) {
            boolean asked = status != Status.RESCUED && status != Status.NON_TRIED;
            areas += asked && !inside ? 1 : 0;
            inside = asked;
        }
        return areas;
    }

    private Tally tally(Status status) {
        return tallies.computeIfAbsent(status, _ -> new Tally());
    }

    private void splitAt(long position) {
        if (position < size) {
            Map.Entry<Long, Status> entry = starts.floorEntry(position);
            if (entry.getKey() != position) {
                put(position, entry.getValue());
            }
        }
    }

    private void mergeAt(long position) {
        Map.Entry<Long, Status> before = starts.lowerEntry(position);
        if (before != null && before.getValue() == starts.get(position)) {
            remove(position);
        }
    }

    private void put(long start, Status status) {
        starts.put(start, status);
        tally(status).regions++;
    }

    private void remove(long start) {
        Status status = starts.remove(start);
        if (status != null) {
            tally(status).regions--;
        }
    }

    private long end(long start) {
        Long next = starts.higherKey(start);
        return next == null ? size : next;
    }

    private Region region(Map.Entry<Long, Status> entry) {
        return new Region(Extent.between(entry.getKey(), end(entry.getKey())), entry.getValue());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RescueMap map && size == map.size && starts.equals(map.starts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + starts.hashCode();
    }
}
