package salvor.copier.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class RescueMapTest {

    /** The same, a status for each byte. */
    private static final class Model {

        final Status[] bytes;

        Model(int size) {
            bytes = new Status[size];
            Arrays.fill(bytes, Status.NON_TRIED);
        }

        void set(Extent extent, Status status) {
            Arrays.fill(bytes, (int) extent.start(), (int) extent.end(), status);
        }

        List<Region> regions(int from, int to) {
            List<Region> regions = new ArrayList<>();
            for (int start = from, at = from; at < to; at++) {
                if (at + 1 == to || bytes[at + 1] != bytes[at]) {
                    regions.add(new Region(Extent.between(start, at + 1), bytes[at]));
                    start = at + 1;
                }
            }
            return regions;
        }

        @Nullable Region next(Status status, long position) {
            return regions(0, bytes.length).stream()
                    .filter(r -> r.status() == status && r.extent().end() > position)
                    .findFirst()
                    .orElse(null);
        }

        @Nullable Region previous(Status status, long position) {
            return regions(0, bytes.length).stream()
                    .filter(r -> r.status() == status && r.extent().start() < position)
                    .reduce((a, b) -> b)
                    .orElse(null);
        }
    }

    @Test
    void isWhatAStatusForEachByteWouldBe() {
        Cases.run(
                3000,
                random -> {
                    int size = random.nextInt(80);
                    RescueMap map = new RescueMap(size);
                    Model model = new Model(size);
                    for (int step = random.nextInt(40); step > 0; step--) {
                        Extent extent = RescueMaps.extent(random, size);
                        Status status = RescueMaps.status(random);
                        map.set(extent, status);
                        model.set(extent, status);
                    }
                    compare(model, map, random);
                    compare(model, new RescueMap(map), random);
                });
    }

    private static void compare(Model model, RescueMap map, Random random) {
        int size = model.bytes.length;
        List<Region> regions = model.regions(0, size);
        assertEquals(regions, map.regions());
        assertEquals(regions.size(), map.regionCount());
        for (Status status : Status.values()) {
            List<Region> some = regions.stream().filter(r -> r.status() == status).toList();
            assertEquals(some.size(), map.count(status));
            assertEquals(
                    some.stream().mapToLong(r -> r.extent().length()).sum(), map.total(status));
            long position = random.nextLong(size + 2);
            assertEquals(model.next(status, position), map.next(status, position));
            assertEquals(model.previous(status, position), map.previous(status, position));
        }
        Extent part = RescueMaps.extent(random, size);
        assertEquals(model.regions((int) part.start(), (int) part.end()), map.regions(part));
        if (size > 0) {
            int position = random.nextInt(size);
            assertEquals(model.bytes[position], map.at(position));
        }
    }

    @Test
    void aCopyDoesNotFollow() {
        RescueMap map = new RescueMap(100);
        RescueMap copy = new RescueMap(map);
        map.set(new Extent(10, 10), Status.BAD);
        assertNotEquals(map, copy);
        assertEquals(0, copy.total(Status.BAD));
    }

    @Test
    void takesNothingPastItsEnd() {
        RescueMap map = new RescueMap(100);
        assertThrows(IndexOutOfBoundsException.class, () -> map.set(new Extent(99, 2), Status.BAD));
        assertThrows(IndexOutOfBoundsException.class, () -> map.at(100));
        assertNull(map.next(Status.NON_TRIED, 100));
    }
}
