package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceSearch;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Proof;
import salvor.protocol.message.Extent;

class ReturningDeviceTest {

    private static final int SIZE = 1 << 20;
    private static final int READ = 1 << 16;
    private static final ReadOutcome GONE =
            new ReadOutcome.Failed(ErrorClass.VANISHED, Errno.ENODEV);
    private static final ReadOutcome BAD = new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.EIO);

    /** Bytes in memory, until it answers otherwise. */
    private static final class Drive implements Device, DeviceSearch.Candidate {
        final String name;
        final String serial;
        final byte[] bytes = new byte[SIZE];
        ReadOutcome instead = new ReadOutcome.Complete(READ);
        boolean present = true;
        int opened;
        int closed;
        int reads;

        Drive(String name, String serial, int seed) {
            this.name = name;
            this.serial = serial;
            new Random(seed).nextBytes(bytes);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String instance() {
            return name;
        }

        @Override
        public Device open() {
            opened++;
            return this;
        }

        @Override
        public Geometry geometry() {
            return new Geometry(SIZE, 512, 512, 512, READ);
        }

        @Override
        public Identity identity() {
            return new Identity(SIZE, "", serial, "", 0);
        }

        @Override
        public ReadOutcome read(long position, MemorySegment into) {
            reads++;
            if (!(instead instanceof ReadOutcome.Complete)) {
                return instead;
            }
            int count = (int) Math.min(into.byteSize(), SIZE - position);
            MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, count);
            return count == 0
                    ? new ReadOutcome.End()
                    : count < into.byteSize()
                            ? new ReadOutcome.Partial(count)
                            : new ReadOutcome.Complete(count);
        }

        @Override
        public boolean isPresent() {
            return present;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final List<String> said = new ArrayList<>();
    private final List<Drive> plugged = new ArrayList<>();
    private Runnable afterAMinute = () -> {};
    private long nanos;

    private final Clock clock =
            new Clock() {
                @Override
                public long nanos() {
                    return nanos;
                }

                @Override
                public void sleep(Duration duration) {
                    long before = nanos / 60_000_000_000L;
                    nanos += duration.toNanos();
                    if (before == 0 && nanos / 60_000_000_000L > 0) {
                        afterAMinute.run();
                    }
                }
            };

    private final DeviceWatch watch =
            new DeviceWatch() {
                @Override
                public void awaiting(String device, Duration atMost) {
                    said.add("awaiting " + device);
                }

                @Override
                public void refused(String candidate, String why) {
                    said.add(candidate + " " + why);
                }

                @Override
                public void returned(String candidate) {
                    said.add("returned " + candidate);
                }
            };

    private ReturningDevice over(Drive drive, Proof.Checksum... known) {
        return new ReturningDevice(
                drive,
                () -> List.copyOf(plugged),
                List.of(known),
                Duration.ofMinutes(10),
                watch,
                clock);
    }

    private static ReadOutcome read(Device device, long position) {
        try (Arena arena = Arena.ofConfined()) {
            return device.read(position, arena.allocate(READ, 4096));
        }
    }

    private static byte[] bytes(Device device, long position) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(READ, 4096);
            assertInstanceOf(ReadOutcome.Complete.class, device.read(position, into));
            return into.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static byte[] truth(int seed, int position) {
        byte[] all = new byte[SIZE];
        new Random(seed).nextBytes(all);
        return Arrays.copyOfRange(all, position, position + READ);
    }

    @Test
    void aDriveThatReturnsUnderAnotherNameIsReadOnFromThere() {
        Drive first = new Drive("sda", "", 1);
        Drive again = new Drive("sdb", "", 1);
        for (ReadOutcome left : new ReadOutcome[] {GONE, new ReadOutcome.End()}) {
            plugged.clear();
            said.clear();
            nanos = 0;
            try (ReturningDevice device = over(first)) {
                first.instead = new ReadOutcome.Complete(READ);
                assertArrayEquals(truth(1, 0), bytes(device, 0));
                first.instead = left;
                afterAMinute = () -> plugged.add(again);
                assertArrayEquals(truth(1, READ), bytes(device, READ));
            }
            assertEquals(List.of("awaiting sda", "returned sdb"), said);
        }
        assertEquals(2, first.closed);
        assertEquals(again.opened, again.closed);
    }

    @Test
    void anImpostorGivesNoByteAndIsNamedOnce() {
        Drive first = new Drive("sda", "", 1);
        Drive impostor = new Drive("sdb", "", 2);
        Drive again = new Drive("sdc", "", 1);
        try (ReturningDevice device = over(first)) {
            bytes(device, 0);
            first.instead = GONE;
            plugged.add(impostor);
            afterAMinute = () -> plugged.add(again);
            assertArrayEquals(truth(1, READ), bytes(device, READ));
        }
        assertEquals(
                List.of("awaiting sda", "sdb is as large, but has other bytes", "returned sdc"),
                said);
        assertEquals(1, impostor.opened);
    }

    @Test
    void aDriveWithAnotherSerialNumberIsRefusedWithoutReadingIt() {
        Drive first = new Drive("sda", "A", 1);
        Drive clone = new Drive("sdb", "B", 1);
        try (ReturningDevice device = over(first)) {
            bytes(device, 0);
            first.instead = GONE;
            plugged.add(clone);
            assertEquals(GONE, read(device, READ));
        }
        assertTrue(said.contains("sdb is another drive"));
        assertEquals(0, clone.reads);
    }

    @Test
    void theSameSerialNumberIsEnoughWhereNothingWasRead() {
        Drive first = new Drive("sda", "A", 1);
        first.instead = GONE;
        plugged.add(new Drive("sdb", "A", 1));
        try (ReturningDevice device = over(first)) {
            assertArrayEquals(truth(1, 0), bytes(device, 0));
        }
    }

    @Test
    void withoutNumberAndWithoutBytesNothingIsBelieved() {
        Drive first = new Drive("sda", "", 1);
        first.instead = GONE;
        Drive again = new Drive("sdb", "", 1);
        plugged.add(again);
        try (ReturningDevice device = over(first)) {
            assertEquals(GONE, read(device, 0));
        }
        assertEquals(0, again.reads);
    }

    @Test
    void bytesFromAnEarlierRunAreEnough() {
        Drive first = new Drive("sda", "", 1);
        first.instead = GONE;
        Drive impostor = new Drive("sdb", "", 2);
        plugged.add(impostor);
        plugged.add(new Drive("sdc", "", 1));
        int crc = Blocks.checksum(MemorySegment.ofArray(truth(1, 3 * READ)));
        Proof.Checksum proof = new Proof.Checksum(new Extent(3 * READ, READ), crc, 0);
        try (ReturningDevice device = over(first, proof)) {
            assertArrayEquals(truth(1, 0), bytes(device, 0));
        }
        assertTrue(said.contains("returned sdc"));
    }

    @Test
    void zerosProveNothing() {
        Drive first = new Drive("sda", "", 1);
        Arrays.fill(first.bytes, (byte) 0);
        Drive blank = new Drive("sdb", "", 1);
        Arrays.fill(blank.bytes, (byte) 0);
        try (ReturningDevice device = over(first)) {
            bytes(device, 0);
            first.instead = GONE;
            plugged.add(blank);
            assertEquals(GONE, read(device, READ));
        }
    }

    @Test
    void aDriveThatIsNotReadyYetIsLookedAtAgain() {
        Drive first = new Drive("sda", "", 1);
        Drive again = new Drive("sdb", "", 1);
        again.instead = BAD;
        plugged.add(again);
        afterAMinute = () -> again.instead = new ReadOutcome.Complete(READ);
        try (ReturningDevice device = over(first)) {
            bytes(device, 0);
            first.instead = GONE;
            assertArrayEquals(truth(1, READ), bytes(device, READ));
        }
    }

    @Test
    void anErrorOfADriveThatIsGoneIsNoErrorOfTheMedium() {
        Drive first = new Drive("sda", "", 1);
        try (ReturningDevice device = over(first)) {
            bytes(device, 0);
            first.instead = BAD;
            assertEquals(BAD, read(device, READ));
            first.present = false;
            afterAMinute = () -> plugged.add(new Drive("sdb", "", 1));
            assertArrayEquals(truth(1, READ), bytes(device, READ));
        }
    }

    @Test
    void theEndOfTheDeviceIsItsEnd() {
        try (ReturningDevice device = over(new Drive("sda", "", 1))) {
            assertEquals(new ReadOutcome.End(), read(device, SIZE));
            assertEquals(new ReadOutcome.Partial(512), read(device, SIZE - 512));
        }
        assertEquals(List.of(), said);
    }

    @Test
    void afterTheTimeTheDeviceIsLostForEveryReader() {
        Drive first = new Drive("sda", "", 1);
        first.instead = GONE;
        try (ReturningDevice device = over(first)) {
            assertEquals(GONE, read(device, 0));
            assertEquals(600_000_000_000L, nanos);
            assertEquals(GONE, read(device, READ));
            assertEquals(600_000_000_000L, nanos);
        }
        assertEquals(List.of("awaiting sda"), said);
    }
}
