package salvor.copier.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import salvor.protocol.message.Extent;

/** What is filled, and from which origin. Not thread-safe. */
public final class Fillings {

    private final long size;

    /** Of each origin a map in which what it filled is rescued. */
    private final Map<Integer, RescueMap> origins = new TreeMap<>();

    /** Nothing of a device of so many bytes. */
    public Fillings(long size) {
        this.size = size;
    }

    /**
     * What a companion says.
     *
     * @param map of the same device; what it calls rescued is not filled
     */
    public static Fillings of(RescueMap map, CompanionReader companion) throws IOException {
        Fillings fillings = new Fillings(map.size());
        if (companion.origins().isEmpty()) {
            return fillings;
        }
        companion.forEach(
                proof -> {
                    if (proof instanceof Proof.Filled(Extent extent, int origin)) {
                        for (Region region : map.regions(extent)) {
                            if (region.status() != Status.RESCUED) {
                                fillings.set(region.extent(), origin);
                            }
                        }
                    }
                });
        return fillings;
    }

    /**
     * From now on these bytes are filled from {@code origin}.
     *
     * @param origin 0: they are not filled
     */
    public void set(Extent extent, int origin) {
        for (RescueMap filled : origins.values()) {
            filled.set(extent, Status.NON_TRIED);
        }
        if (origin != 0) {
            origins.computeIfAbsent(origin, _ -> new RescueMap(size)).set(extent, Status.RESCUED);
        }
    }

    /** Whether some of these bytes are filled. */
    public boolean touch(Extent extent) {
        return !outside(extent).equals(List.of(extent));
    }

    /** The parts of {@code extent} that are not filled, ascending. */
    public List<Extent> outside(Extent extent) {
        List<Extent> parts = List.of(extent);
        for (RescueMap filled : origins.values()) {
            List<Extent> left = new ArrayList<>();
            for (Extent part : parts) {
                for (Region region : filled.regions(part)) {
                    if (region.status() != Status.RESCUED) {
                        left.add(region.extent());
                    }
                }
            }
            parts = left;
        }
        return parts;
    }

    /** Where {@code origin} filled is rescued in this map; all else is non-tried. */
    public RescueMap from(int origin) {
        return new RescueMap(origins.getOrDefault(origin, new RescueMap(size)));
    }

    /** Bytes that are filled. */
    public long bytes() {
        return origins.values().stream().mapToLong(filled -> filled.total(Status.RESCUED)).sum();
    }

    /** Behind the last byte that is filled; 0: none is. */
    public long end() {
        long end = 0;
        for (RescueMap filled : origins.values()) {
            Region last = filled.previous(Status.RESCUED, size);
            end = last == null ? end : Math.max(end, last.extent().end());
        }
        return end;
    }
}
