package salvor.copier.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came from elsewhere than the source.
 *
 * @param origin its name
 * @param filled bytes that nobody could read and an older copy gave; to the map they are not
 *     rescued
 * @param rescued bytes that are rescued, from a twin of the source
 */
public record Provenance(String origin, long filled, long rescued) {

    /** One for each origin of a companion, in the order in which they came up. */
    public static List<Provenance> of(RescueMap map, CompanionReader companion) throws IOException {
        Map<Integer, Provenance> found = new TreeMap<>();
        companion
                .origins()
                .forEach((number, name) -> found.put(number, new Provenance(name, 0, 0)));
        if (!found.isEmpty()) {
            companion.forEach(
                    proof -> found.computeIfPresent(proof.origin(), (_, p) -> p.plus(map, proof)));
        }
        return new ArrayList<>(found.values());
    }

    private Provenance plus(RescueMap map, Proof proof) {
        long more = 0;
        for (Region region : map.regions(proof.extent())) {
            if (region.status() == Status.RESCUED) {
                more += region.extent().length();
            }
        }
        return new Provenance(origin, filled + proof.extent().length() - more, rescued + more);
    }
}
