package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import salvor.copier.device.FaultModel;
import salvor.copier.device.FaultShapes;
import salvor.copier.map.RescueMap;

class RetryingStageTest {

    private static final long SIZE = 256 << 20;

    @Test
    void automaticRetriesReadEveryWeakSector() {
        for (long seed = 1; seed <= 5; seed++) {
            assertEquals(1, rescue(FaultShapes.Shape.WEAK, seed).score().rescuedShare());
        }
    }

    @Test
    void automaticRetriesEndAfter32FailuresWithoutGain() {
        Simulation simulation = rescue(FaultShapes.Shape.SCATTER, 1);
        long retries = simulation.score().failures() - simulation.scoreBeforeRetries().failures();
        assertTrue(retries <= RetryingStage.FAILURES_MAX, () -> retries + " failed retries");
    }

    private static Simulation rescue(FaultShapes.Shape shape, long seed) {
        FaultModel model = FaultShapes.make(shape, SIZE, seed);
        RescueMap map = new RescueMap(SIZE);
        return new Simulation(new ClassicPolicy(map, RescueOptions.of(512)), model, map).run();
    }
}
