package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultModel;
import salvor.copier.device.FaultShapes;
import salvor.copier.map.RescueMap;

/** Drives whose failed commands take no time: they wear out all the same. */
class QuickFailuresTest {

    private static final long SIZE = 256 << 20;
    private static final long QUICK_NANOS = 300_000;

    @ParameterizedTest
    @EnumSource(names = {"SCATTER", "SCRATCH", "HEAD", "ADVANCED"})
    void costNoMoreFailuresThanSlowOnes(FaultShapes.Shape shape) {
        FaultModel slow = FaultShapes.make(shape, SIZE, 1);
        List<Fault> faults =
                slow.faults().stream()
                        .map(f -> new Fault(f.extent(), f.kind(), QUICK_NANOS, f.times()))
                        .toList();
        long failures = failures(new FaultModel(faults, 1e9, 0, 100_000, FaultModel.IMMORTAL, 0));
        long bound = failures(slow) * 3 / 2;
        assertTrue(failures <= bound, () -> failures + " failed commands, not " + bound);
    }

    private static long failures(FaultModel model) {
        RescueMap map = new RescueMap(SIZE);
        Policy policy = new AdaptivePolicy(map, RescueOptions.of(512));
        return new Simulation(policy, model, map).run().scoreBeforeRetries().failures();
    }
}
