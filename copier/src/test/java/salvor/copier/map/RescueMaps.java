package salvor.copier.map;

import java.util.Random;
import salvor.protocol.message.Extent;

/** Random maps for tests. */
final class RescueMaps {

    private RescueMaps() {}

    static RescueMap random(Random random, long size) {
        RescueMap map = new RescueMap(size);
        for (int i = random.nextInt(30); i > 0; i--) {
            map.set(extent(random, size), status(random));
        }
        return map;
    }

    static Extent extent(Random random, long size) {
        long start = random.nextLong(size + 1);
        return new Extent(start, random.nextLong(size - start + 1));
    }

    static Status status(Random random) {
        return Status.of("?*/-+".charAt(random.nextInt(5)));
    }
}
