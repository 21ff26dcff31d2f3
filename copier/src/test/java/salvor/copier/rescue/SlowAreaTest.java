package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.device.DriveMechanics;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultModel;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** A part of the drive gives all its data, but each command that touches it takes long. */
final class SlowAreaTest {

    private static final long SIZE = 256 << 20;

    /** All commands of a rescue of a drive with this one fault. */
    private static List<Extent> commands(Fault fault) {
        DriveMechanics drive =
                new DriveMechanics(
                        new FaultModel(
                                List.of(fault), 1e8, 12_000_000, 100_000, FaultModel.IMMORTAL, 0));
        RescueMap map = new RescueMap(SIZE);
        Policy policy = new AdaptivePolicy(map, RescueOptions.of(512));
        List<Extent> commands = new ArrayList<>();
        while (policy.next() instanceof Step.Read(Extent asked)) {
            double before = drive.nanos();
            assertTrue(drive.read(asked));
            policy.report(
                    asked,
                    new ReadOutcome.Complete((int) asked.length()),
                    Math.round(drive.nanos() - before));
            commands.add(asked);
        }
        assertEquals(SIZE, map.total(Status.RESCUED));
        return commands;
    }

    private static Fault slow(Extent area, double seconds) {
        return new Fault(area, Fault.Kind.SLOW, Math.round(seconds * 1e9), 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 5, 120})
    void isLeftForLastAndReadInLargePieces(double seconds) {
        Extent area = new Extent(SIZE / 3, 1 << 20);
        List<Extent> commands = commands(slow(area, seconds));
        int touches = 0;
        long outside = 0;
        for (Extent asked : commands) {
            if (asked.overlaps(area)) {
                touches++;
                assertTrue(
                        touches <= 2 || outside >= (SIZE - area.length()) * 95 / 100,
                        "slow again after " + outside + " bytes");
            } else {
                outside += asked.length();
            }
        }
        assertTrue(touches <= 24, touches + " slow commands");
    }

    @Test
    void doesNotMakeTheReadsElsewhereSmall() {
        Extent sector = new Extent(SIZE / 3, 512);
        int healthy = commands(slow(sector, 0)).size();
        int hung = commands(slow(sector, 120)).size();
        assertTrue(hung <= healthy * 3 / 2, hung + " commands, " + healthy + " without it");
    }
}
