package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/** What every {@link Device} promises, whatever it is. A subclass opens one kind of device. */
public abstract class DeviceConformance {

    private static final int READ_MAX = 100_000;

    @TempDir protected Path folder;

    private final Deque<AutoCloseable> behind = new ArrayDeque<>();
    private Device device;
    private byte[] truth;

    /** A device that holds exactly {@link #content}. */
    protected abstract Device open() throws Exception;

    /** What the device holds. */
    protected byte[] content() {
        return content(300_001);
    }

    /** Noise with zeros in the middle and at the end. */
    protected static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Arrays.fill(bytes, size / 4, size / 2, (byte) 0);
        Arrays.fill(bytes, size - 20_000, size, (byte) 0);
        return bytes;
    }

    /** A file with {@link #content} and holes where the file system makes some. */
    protected String file() throws IOException {
        Path path = folder.resolve("disk");
        Files.write(path, content());
        return path.toString();
    }

    @BeforeEach
    void openIt() throws Exception {
        truth = content();
        device = open();
    }

    @AfterEach
    void closeIt() throws Exception {
        device.close();
        while (!behind.isEmpty()) {
            behind.pop().close();
        }
    }

    /** Something the device needs; it is closed after it. */
    protected final <T extends AutoCloseable> T closeAfter(T needed) {
        behind.push(needed);
        return needed;
    }

    /** What {@link #open} gave. */
    protected final Device device() {
        return device;
    }

    @Test
    void itsMeasuresAgreeWithEachOther() {
        Geometry geometry = device.geometry();
        assertEquals(truth.length, device.size());
        assertEquals(truth.length, geometry.size());
        assertEquals(truth.length, device.identity().size());
        assertEquals(1, Integer.bitCount(geometry.logicalSector()));
        assertEquals(0, geometry.physicalSector() % geometry.logicalSector());
        assertEquals(1, Integer.bitCount(geometry.alignment()));
        assertTrue(geometry.optimalRead() > 0);
        assertTrue(device.isPresent());
    }

    @Test
    void readsInsideItGiveItsBytes() {
        Cases.run(100, this::readSomewhere);
    }

    @Test
    void readsOfSeveralThreadsAtOnceGiveItsBytes() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(i);
                readers.add(
                        () -> {
                            for (int read = 0; read < 50; read++) {
                                readSomewhere(random);
                            }
                            return null;
                        });
            }
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
        }
    }

    private void readSomewhere(Random random) {
        int unit = device.geometry().alignment();
        int first = random.nextInt(truth.length / unit);
        int units = Math.min(truth.length / unit - first, 1 + random.nextInt(READ_MAX / unit));
        int length = units * unit;
        int position = first * unit;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(length, BufferPool.ALIGNMENT);
            assertEquals(new ReadOutcome.Complete(length), device.read(position, into));
            assertArrayEquals(
                    Arrays.copyOfRange(truth, position, position + length),
                    into.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void aReadThatReachesPastTheEndIsShortByWhatIsNotThere() {
        int unit = device.geometry().alignment();
        int position = (truth.length - 1) / unit * unit - 8 * unit;
        int rest = truth.length - position;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(rest / unit * unit + 4096, BufferPool.ALIGNMENT);
            assertEquals(new ReadOutcome.Partial(rest), device.read(position, into));
            assertArrayEquals(
                    Arrays.copyOfRange(truth, position, truth.length),
                    into.asSlice(0, rest).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void atAndPastTheEndThereIsNothing() {
        int unit = device.geometry().alignment();
        long end = (long) Math.ceilDiv(truth.length, unit) * unit;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(4096, BufferPool.ALIGNMENT);
            assertEquals(new ReadOutcome.End(), device.read(end, into));
            assertEquals(new ReadOutcome.End(), device.read(end + (1L << 40), into));
        }
    }

    @Test
    void whatIsNotAlignedIsAnsweredAndNotThrown() {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(1024, BufferPool.ALIGNMENT).asSlice(1, 511);
            ReadOutcome outcome = assertDoesNotThrow(() -> device.read(3, into));
            if (outcome instanceof ReadOutcome.Failed(ErrorClass kind, int _)) {
                assertNotEquals(1, device.geometry().alignment());
                assertEquals(ErrorClass.MISUSE, kind);
            }
        }
    }

    @Test
    void whatLiesBetweenItsDataIsZero() {
        long at = 0;
        while (at < truth.length) {
            Extent data = device.nextData(at);
            assertTrue(data.start() >= at && data.end() <= truth.length, data + " from " + at);
            assertTrue(!data.isEmpty() || data.start() == truth.length, data + " from " + at);
            for (long zero = at; zero < data.start(); zero++) {
                assertEquals(0, truth[(int) zero], "called a hole: " + zero);
            }
            at = Math.max(data.end(), data.start());
        }
    }

    @Test
    void pastTheEndThereIsNoData() {
        Extent none = new Extent(truth.length, 0);
        assertEquals(none, device.nextData(truth.length));
        assertEquals(none, device.nextData(truth.length + 4096L));
    }

    @Test
    void itMayBeClosedTwice() {
        device.close();
        assertDoesNotThrow(device::close);
    }
}
