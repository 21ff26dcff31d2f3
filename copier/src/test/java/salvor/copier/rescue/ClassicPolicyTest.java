package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import salvor.copier.device.FaultFile;
import salvor.copier.device.FaultModel;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

class ClassicPolicyTest {

    private static final long SIZE = 1 << 20;

    @Test
    void readsAHealthyDriveOnceInClustersOf64KiB() {
        Simulation simulation = simulate(List.of());
        assertEquals(16, simulation.score().commands());
        assertEquals(1, simulation.score().rescuedShare());
    }

    @Test
    void asksTwiceForAnIsolatedSector() {
        Simulation simulation = simulate(List.of("bad 300032 512 5000"));
        assertEquals(2, simulation.scoreBeforeRetries().failures());
        assertEquals(1, simulation.score().rescuedShare());
    }

    @Test
    void leavesTheInsideOfABadAreaWithoutScraping() {
        RescueMap map = new RescueMap(SIZE);
        FaultModel model = FaultFile.parse("model", List.of("bad 131072 65536 5000"));
        RescueOptions options = RescueOptions.of(512).withNoScrape(true).withRetryPasses(0);
        new Simulation(new ClassicPolicy(map, options), model, map).run();
        assertEquals(65536 - 2 * 512, map.total(Status.NON_SCRAPED));
        assertEquals(2 * 512, map.total(Status.BAD));
    }

    @Test
    void retriesOnlyAsOftenAsItWasTold() {
        RescueMap map = new RescueMap(SIZE);
        FaultModel model = FaultFile.parse("model", List.of("bad 131072 1024 5000"));
        RescueOptions options = RescueOptions.of(512).withRetryPasses(3);
        Score score = new Simulation(new ClassicPolicy(map, options), model, map).run().score();
        assertEquals(1 + 2 + 3 * 2, score.failures());
    }

    @Test
    void readsLostBytesAgainAndNoOthers() {
        RescueMap map = new RescueMap(SIZE);
        ClassicPolicy policy = new ClassicPolicy(map, RescueOptions.of(512));
        new Simulation(policy, FaultModel.HEALTHY, map).run();
        policy.lost(new Extent(65536, 131072));
        Score score = new Simulation(policy, FaultModel.HEALTHY, map).run().score();
        assertEquals(2, score.commands());
        assertEquals(SIZE, map.total(Status.RESCUED));
    }

    private static Simulation simulate(List<String> faults) {
        RescueMap map = new RescueMap(SIZE);
        ClassicPolicy policy = new ClassicPolicy(map, RescueOptions.of(512));
        return new Simulation(policy, FaultFile.parse("model", faults), map).run();
    }
}
