package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import salvor.protocol.message.Extent;

final class FaultyDeviceTest extends DeviceConformance {

    private static final ReadOutcome ENODATA =
            new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.ENODATA);

    private final MemorySegment sectors = Arena.ofAuto().allocate(8 * 512);

    /** A file has no sectors; this one has. */
    @Override
    protected Device open() throws Exception {
        Device file = FileDevice.open(file());
        return new FaultyDevice(new SimulatedDrive(file, FaultModel.HEALTHY), 1);
    }

    private FaultyDevice faulty() {
        return (FaultyDevice) device();
    }

    @Test
    void aReadThatTouchesABadExtentFailsWhole() {
        faulty().bad(new Extent(1024, 512), Errno.ENODATA).bad(new Extent(4096, 512), Errno.EIO);
        assertEquals(ENODATA, faulty().read(0, sectors));
        assertEquals(ENODATA, faulty().read(1024, sectors.asSlice(0, 512)));
        assertEquals(
                new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.EIO), faulty().read(1536, sectors));
        assertEquals(new ReadOutcome.Complete(1024), faulty().read(0, sectors.asSlice(0, 1024)));
    }

    @Test
    void withShortCountsWhatLiesBeforeABadExtentIsGiven() {
        faulty().bad(new Extent(1024, 512), Errno.ENODATA).shortCounts(Integer.MAX_VALUE);
        assertEquals(new ReadOutcome.Partial(1024), faulty().read(0, sectors));
        assertEquals(ENODATA, faulty().read(1024, sectors));
    }

    @Test
    void shortCountsAreWholeSectorsAndNeverNone() {
        faulty().shortCounts(1);
        for (int i = 0; i < 100; i++) {
            int bytes = faulty().read(0, sectors).bytes();
            assertTrue(bytes > 0 && bytes < 8 * 512 && bytes % 512 == 0, bytes + " bytes");
        }
        assertEquals(new ReadOutcome.Complete(512), faulty().read(0, sectors.asSlice(0, 512)));
    }

    @Test
    void someReadsAreInterrupted() {
        faulty().interrupts(2);
        ReadOutcome interrupted = new ReadOutcome.Failed(ErrorClass.AGAIN, Errno.EINTR);
        int count = 0;
        for (int i = 0; i < 100; i++) {
            count += faulty().read(0, sectors).equals(interrupted) ? 1 : 0;
        }
        assertTrue(count > 20 && count < 80, count + " of 100");
    }

    @Test
    void itLeavesAndComesBack() {
        faulty().vanishAfter(1);
        assertEquals(8 * 512, faulty().read(0, sectors).bytes());
        assertFalse(faulty().isPresent());
        for (int i = 0; i < 20; i++) {
            ReadOutcome outcome = faulty().read(0, sectors);
            assertTrue(
                    outcome instanceof ReadOutcome.End
                            || outcome.equals(
                                    new ReadOutcome.Failed(ErrorClass.VANISHED, Errno.ENODEV)),
                    outcome.toString());
        }
        faulty().comeBack();
        assertTrue(faulty().isPresent());
        assertEquals(8 * 512, faulty().read(0, sectors).bytes());
    }

    @Test
    void readsTakeTheirTimeByWhatTheyAreGivenToSleepBy() {
        List<Duration> slept = new ArrayList<>();
        Duration most = Duration.ofSeconds(5);
        faulty().latency(most, slept::add);
        faulty().read(0, sectors);
        faulty().read(0, sectors);
        assertEquals(2, slept.size());
        assertTrue(slept.stream().allMatch(time -> time.compareTo(most) <= 0), slept.toString());
    }

    @Test
    void oneSeedGivesOneRowOfFaults() {
        assertEquals(faults(3), faults(3));
    }

    private static List<ReadOutcome> faults(long seed) {
        Device device = new SeededDevice("seeded", 1 << 20, 1);
        FaultyDevice faulty = new FaultyDevice(device, seed).shortCounts(3).interrupts(3);
        List<ReadOutcome> outcomes = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(1 << 14);
            for (int i = 0; i < 100; i++) {
                outcomes.add(faulty.read(0, into));
            }
        }
        return outcomes;
    }
}
