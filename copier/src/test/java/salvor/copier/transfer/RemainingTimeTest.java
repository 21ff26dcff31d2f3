package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import salvor.copier.device.DriveMechanics;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.FaultShapes;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.Pass;
import salvor.copier.rescue.Policy;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.rescue.Step;
import salvor.protocol.message.Extent;

/** What was said to remain, beside what did remain, over whole rescues in virtual time. */
final class RemainingTimeTest {

    private static final long SIZE = 64 << 20;
    private static final int SEEDS = 5;

    /** What was said at one moment. */
    private record Said(double at, double least, double most) {}

    /** A rescue that was driven to its end. */
    private record Driven(List<Said> said, double end) {

        /** What was said when this share of its time was over. */
        Said after(double share) {
            return said.stream().filter(s -> s.at() >= share * end).findFirst().orElseThrow();
        }
    }

    /** The end is within the interval at a quarter, half and three quarters, nearly always. */
    @ParameterizedTest
    @CsvSource({"SCATTER", "SCRATCH", "HEAD", "ADVANCED", "WEAK"})
    void theEndIsWithinTheInterval(FaultShapes.Shape shape) {
        int outside = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Driven driven = drive(shape, seed);
            for (double share : new double[] {0.25, 0.5, 0.75}) {
                Said said = driven.after(share);
                double left = driven.end() - said.at();
                outside += said.least() <= left && left <= said.most() ? 0 : 1;
            }
        }
        int wrong = outside;
        assertTrue(wrong <= SEEDS * 3 / 5, () -> wrong + " of " + SEEDS * 3 + " intervals");
    }

    /** Without failures it says how long, not just that it will end. */
    @Test
    void isNarrowOnAHealthyDrive() {
        Driven driven = drive(FaultShapes.Shape.HEALTHY, 1);
        Said said = driven.after(0.5);
        double left = driven.end() - said.at();
        assertTrue(said.least() >= left / 3, () -> said + " but " + left);
        assertTrue(said.most() <= left * 3, () -> said + " but " + left);
    }

    /** Isolated sectors: what failures cost is known soon, so that the interval says something. */
    @Test
    void countsWhatFailuresCost() {
        Driven driven = drive(FaultShapes.Shape.SCATTER, 1);
        Said said = driven.after(0.25);
        double left = driven.end() - said.at();
        assertTrue(said.least() >= left / 10, () -> said + " but " + left);
        assertTrue(said.most() <= left * 10, () -> said + " but " + left);
    }

    @Test
    void saysNothingBeforeAnythingCame() {
        RemainingTime remaining = new RemainingTime();
        Pass pass = new Pass(Pass.Phase.COPYING, 1, 0);
        Progress progress = new Progress(SIZE, 0, SIZE, 0, 0, 0, 1_000_000_000, pass);
        remaining.add(progress);
        assertTrue(remaining.least(progress).isEmpty());
        assertTrue(remaining.most(progress).isEmpty());
        assertEquals(0, remaining.rate());
    }

    private static Driven drive(FaultShapes.Shape shape, int seed) {
        DriveMechanics drive = new DriveMechanics(FaultShapes.make(shape, SIZE, seed));
        RescueMap map = new RescueMap(SIZE);
        Policy policy = new AdaptivePolicy(map, RescueOptions.of(512));
        RemainingTime remaining = new RemainingTime();
        List<Said> said = new ArrayList<>();
        long errors = 0;
        long read = 0;
        double shown = 0;
        while (policy.next() instanceof Step.Read(Extent asked)) {
            double before = drive.nanos();
            boolean good = drive.read(asked);
            read += good ? asked.length() : 0;
            errors += good ? 0 : 1;
            policy.report(asked, outcome(asked, good), Math.round(drive.nanos() - before));
            double seconds = drive.nanos() / 1e9;
            if (seconds - shown >= 0.1) {
                shown = seconds;
                Progress progress = progress(map, errors, read, drive, policy);
                remaining.add(progress);
                double least = remaining.least(progress).orElse(0);
                said.add(new Said(seconds, least, remaining.most(progress).orElse(1e9)));
            }
        }
        return new Driven(said, drive.nanos() / 1e9);
    }

    private static Progress progress(
            RescueMap map, long errors, long read, DriveMechanics drive, Policy policy) {
        return new Progress(
                SIZE,
                map.total(Status.RESCUED),
                map.total(Status.NON_TRIED),
                map.areas(),
                errors,
                read,
                Math.round(drive.nanos()),
                policy.pass());
    }

    private static ReadOutcome outcome(Extent asked, boolean good) {
        return good
                ? new ReadOutcome.Complete((int) asked.length())
                : new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.EIO);
    }
}
