package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import salvor.protocol.message.Extent;

class DriveMechanicsTest {

    @Test
    void aReadCostsTheCommandTheSeekAndTheTransfer() {
        DriveMechanics drive = drive();
        assertTrue(drive.read(new Extent(0, 1_000_000)));
        assertEquals(22.1e6, drive.nanos(), 1);
        assertTrue(drive.read(new Extent(1_000_000, 1_000_000)));
        assertEquals(32.2e6, drive.nanos(), 1);
    }

    @Test
    void aCommandThatTouchesABadSectorFailsAndCostsItsFailure() {
        DriveMechanics drive = drive("bad 512 512 5000");
        assertFalse(drive.read(new Extent(0, 1024)));
        assertEquals(5012.1e6, drive.nanos(), 1);
        assertTrue(drive.read(new Extent(0, 512)));
        assertTrue(drive.read(new Extent(1024, 512)));
        assertEquals(1, drive.failures());
    }

    @Test
    void aWeakSectorReadsAfterItsFailures() {
        DriveMechanics drive = drive("weak 0 512 5000 2");
        assertFalse(drive.read(new Extent(0, 512)));
        assertFalse(drive.read(new Extent(0, 512)));
        assertTrue(drive.read(new Extent(0, 512)));
    }

    @Test
    void aSlowSectorReadsLate() {
        DriveMechanics drive = drive("slow 0 512 700");
        assertTrue(drive.read(new Extent(0, 512)));
        assertEquals(712.1e6 + 512 * 10, drive.nanos(), 1);
    }

    @Test
    void aDeadDriveFailsEveryCommandAtOnce() {
        DriveMechanics drive = drive("bad 0 512 5000", "die 1 1");
        assertFalse(drive.read(new Extent(0, 512)));
        double before = drive.nanos();
        assertFalse(drive.read(new Extent(1 << 20, 512)));
        assertEquals(1e6, drive.nanos() - before, 1);
    }

    @Test
    void aLongFaultIsFoundBehindShortOnesThatStartInsideIt() {
        DriveMechanics drive = drive("bad 0 10240 5000", "bad 512 512 5000", "bad 1024 512 5000");
        assertFalse(drive.read(new Extent(8192, 512)));
    }

    private static DriveMechanics drive(String... faults) {
        return new DriveMechanics(FaultFile.parse("model", List.of(faults)));
    }
}
