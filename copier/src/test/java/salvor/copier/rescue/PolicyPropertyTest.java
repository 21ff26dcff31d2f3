package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/**
 * Random damage, sizes, clusters, lanes, losses and earlier maps: the map is the truth at the end.
 */
class PolicyPropertyTest {

    private interface Maker {
        Policy make(RescueMap map, RescueOptions options);
    }

    @Test
    void theClassicPolicyEndsWithTheTruth() {
        Cases.run(2_000, random -> oneCase(ClassicPolicy::new, random, true));
    }

    @Test
    void theAdaptivePolicyLeavesOnlyTheInsidesOfBadAreas() {
        Cases.run(2_000, random -> oneCase(AdaptivePolicy::new, random, false));
    }

    @Test
    void theExhaustiveAdaptivePolicyEndsWithTheTruth() {
        Cases.run(2_000, random -> oneCase(AdaptivePolicy::new, random, true));
    }

    private static void oneCase(Maker maker, Random random, boolean exact) {
        long size = 1 + random.nextLong(1L << (10 + random.nextInt(12)));
        int sector = random.nextInt(4) == 0 ? 4096 : 512;
        DamagedMedium medium = new DamagedMedium(random, size, sector);
        RescueMap map = random.nextBoolean() ? new RescueMap(size) : medium.earlierMap(random);
        RescueMap claimed = new RescueMap(map);
        RescueOptions options =
                new RescueOptions(
                        sector,
                        random.nextBoolean() ? RescueOptions.CHOSEN : 1 + random.nextInt(128),
                        random.nextInt(3) - 1,
                        random.nextBoolean(),
                        false,
                        exact);
        drive(maker.make(map, options), medium, map, sector, random);
        compare(medium.truth(), claimed, map, sector, exact);
    }

    private static void drive(
            Policy policy, DamagedMedium medium, RescueMap map, int sector, Random random) {
        int lanes = 1 + random.nextInt(4);
        int commands = 0;
        int losses = random.nextInt(4);
        List<Extent> outstanding = new ArrayList<>();
        while (true) {
            assertTrue(++commands < 100_000, "never ends");
            Step step = outstanding.size() < lanes ? policy.next() : new Step.Wait();
            switch (step) {
                case Step.Read(Extent asked) -> {
                    checkRead(asked, map, sector);
                    outstanding.add(asked);
                }
                case Step.Wait _ -> {
                    assertFalse(outstanding.isEmpty(), "waits for nothing");
                    Extent asked = outstanding.remove(random.nextInt(outstanding.size()));
                    policy.report(asked, medium.read(random, asked), 1_000_000);
                    if (losses > 0
                            && map.at(asked.start()) == Status.RESCUED
                            && random.nextInt(50) == 0) {
                        losses--;
                        policy.lost(map.regionAt(asked.start()).extent().intersect(asked));
                    }
                }
                case Step.Done _ -> {
                    assertTrue(outstanding.isEmpty(), "done before everything is answered");
                    assertEquals(Pass.Phase.FINISHED, policy.pass().phase());
                    return;
                }
            }
        }
    }

    private static void checkRead(Extent asked, RescueMap map, int sector) {
        assertFalse(asked.isEmpty());
        assertTrue(asked.length() <= RescueOptions.CLUSTER_BYTES_MAX, () -> "too large " + asked);
        assertEquals(0, asked.start() % sector, () -> "not a sector's start " + asked);
        assertTrue(
                asked.end() == map.size()
                        || (asked.end() % sector == 0 && asked.end() < map.size()),
                () -> "not a sector's end " + asked);
        assertTrue(
                map.regions(asked).stream().anyMatch(r -> r.status() != Status.RESCUED),
                () -> "read again " + asked);
    }

    private static void compare(
            RescueMap truth, RescueMap claimed, RescueMap map, int sector, boolean exact) {
        for (Region region : map.regions()) {
            for (Region real : truth.regions(region.extent())) {
                boolean right =
                        switch (region.status()) {
                            case RESCUED ->
                                    real.status() == Status.RESCUED
                                            || claims(claimed, real.extent());
                            case BAD -> real.status() == Status.BAD;
                            case NON_SCRAPED ->
                                    !exact && isInside(region, real, claimed, map, sector);
                            case NON_TRIED, NON_TRIMMED -> false;
                        };
                assertTrue(right, () -> region.status() + " but truly " + real);
            }
        }
    }

    /**
     * What was deduced between rescued neighbours to have made a larger read fail is bad; only
     * beside what is bad may something readable be left, and where it is little not even there. Of
     * what an earlier map claims nothing can be deduced for sure.
     */
    private static boolean isInside(
            Region left, Region real, RescueMap claimed, RescueMap map, int sector) {
        Extent extent = left.extent();
        boolean besideBad =
                (extent.start() > 0 && map.at(extent.start() - 1) == Status.BAD)
                        || (extent.end() < map.size() && map.at(extent.end()) == Status.BAD);
        return real.status() == Status.BAD
                || (besideBad && map.size() > 256L * sector)
                || claimed.total(Status.NON_TRIED) < claimed.size();
    }

    /** Whether the earlier map said of every byte here that it was rescued. */
    private static boolean claims(RescueMap earlier, Extent extent) {
        return earlier.regions(extent).stream().allMatch(r -> r.status() == Status.RESCUED);
    }
}
