package salvor.copier.map;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import salvor.protocol.message.Extent;

/**
 * What came from elsewhere than the source.
 *
 * @param origin its name
 * @param filled bytes that nobody could read and an older copy gave; to the map they are not
 *     rescued
 * @param rescued bytes that are rescued, from a twin of the source
 */
public record Provenance(String origin, long filled, long rescued) {

    /** Takes what came from elsewhere. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * One extent.
         *
         * @param filled all of it is; otherwise all of it is rescued
         */
        void visit(Extent extent, String origin, boolean filled) throws IOException;
    }

    /** One for each origin of which something is there, in the order in which they came up. */
    public static List<Provenance> of(RescueMap map, CompanionReader companion) throws IOException {
        Map<String, Provenance> found = new LinkedHashMap<>();
        companion.origins().values().forEach(name -> found.put(name, new Provenance(name, 0, 0)));
        if (!found.isEmpty()) {
            forEach(
                    map,
                    companion,
                    (extent, name, filled) ->
                            found.computeIfPresent(name, (_, p) -> p.plus(extent, filled)));
        }
        return found.values().stream().filter(p -> p.filled + p.rescued > 0).toList();
    }

    /** Gives what came from elsewhere to {@code visitor}: ascending, disjoint. */
    public static void forEach(RescueMap map, CompanionReader companion, Visitor visitor)
            throws IOException {
        Map<Integer, String> names = companion.origins();
        companion.forEach(
                proof -> {
                    String name = names.get(proof.origin());
                    boolean filled = proof instanceof Proof.Filled;
                    if (name != null) {
                        for (Region region : map.regions(proof.extent())) {
                            if (filled != (region.status() == Status.RESCUED)) {
                                visitor.visit(region.extent(), name, filled);
                            }
                        }
                    }
                });
    }

    private Provenance plus(Extent extent, boolean isFilled) {
        long bytes = extent.length();
        return isFilled
                ? new Provenance(origin, filled + bytes, rescued)
                : new Provenance(origin, filled, rescued + bytes);
    }
}
