package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultModel;
import salvor.copier.device.FaultShapes;
import salvor.copier.map.RescueMap;
import salvor.protocol.message.Extent;

/**
 * The mean drive time until a readable byte is out, beside ddrescue's order, over five seeds; on
 * drives that let it be felt how long a failure takes, and on drives that answer at once.
 */
class AdaptivePolicyTest {

    private static final long SIZE = 256 << 20;
    private static final int SEEDS = 5;
    private static final double WORST = 1.1;

    @ParameterizedTest
    @CsvSource({
        "SCATTER, false, 1.02",
        "SCATTER, true, 1.02",
        "ADVANCED, false, 1.02",
        "ADVANCED, true, 1.02",
        "WEAK, false, 1.02",
        "WEAK, true, 1.02",
        "SCRATCH, false, 0.45",
        "SCRATCH, true, 0.45",
        "HEAD, false, 0.4",
        "HEAD, true, 0.4"
    })
    void isSoonerThanTheClassicOrder(FaultShapes.Shape shape, boolean atOnce, double bound) {
        double classic = 0;
        double adaptive = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            double before = classicScore(shape, seed).mean();
            double now = adaptiveScore(shape, seed, atOnce).mean();
            int which = seed;
            assertTrue(now <= WORST * before, () -> "seed " + which + ": " + now / before);
            classic += before;
            adaptive += now;
        }
        double ratio = adaptive / classic;
        assertTrue(ratio <= bound, () -> "on the mean " + ratio);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void asksADeadHeadTwiceOrThriceABand(boolean atOnce) {
        long failures = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            failures += adaptiveScore(FaultShapes.Shape.HEAD, seed, atOnce).failuresAt999();
        }
        long bound = SEEDS * 32 * 5 / 2;
        long found = failures;
        assertTrue(found <= bound, () -> found + " failed commands, not " + bound);
    }

    /** A scratch over all tracks: behind each bad run there is a whole track to be had. */
    @Test
    void isSoonerWhereEveryTrackIsScratched() {
        double classic = 0;
        double adaptive = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            FaultModel model = everyTrackScratched(new Random(seed));
            RescueMap map = new RescueMap(SIZE);
            Policy policy = new ClassicPolicy(map, RescueOptions.of(512).withRetryPasses(0));
            classic += new Simulation(policy, model, map).run().score().mean();
            map = new RescueMap(SIZE);
            policy = new AdaptivePolicy(map, RescueOptions.of(512).withRetryPasses(0));
            adaptive += new Simulation(policy, model, map).run().score().mean();
        }
        double ratio = adaptive / classic;
        assertTrue(ratio <= 1.02, () -> "on the mean " + ratio);
    }

    private static FaultModel everyTrackScratched(Random random) {
        List<Fault> faults = new ArrayList<>();
        long track = (600L << 10) + random.nextInt(300 << 10);
        for (long at = random.nextLong(track); at < SIZE - track; at += track) {
            Extent run = new Extent(at / 512 * 512, 512L * (1 + random.nextInt(64)));
            faults.add(new Fault(run, Fault.Kind.BAD, 5_000_000_000L, 0));
        }
        return FaultModel.HEALTHY.withFaults(faults);
    }

    private static Score classicScore(FaultShapes.Shape shape, int seed) {
        RescueMap map = new RescueMap(SIZE);
        Policy policy = new ClassicPolicy(map, RescueOptions.of(512).withRetryPasses(0));
        return new Simulation(policy, FaultShapes.make(shape, SIZE, seed), map).run().score();
    }

    private static Score adaptiveScore(FaultShapes.Shape shape, int seed, boolean atOnce) {
        RescueMap map = new RescueMap(SIZE);
        Policy policy = new AdaptivePolicy(map, RescueOptions.of(512).withRetryPasses(0));
        FaultModel model = FaultShapes.make(shape, SIZE, seed);
        Simulation simulation = new Simulation(policy, model, map);
        return (atOnce ? simulation.answeringAtOnce() : simulation).run().score();
    }
}
