package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.compare.Comparison;
import salvor.copier.compare.FirstDifference;
import salvor.copier.compare.HashKey;
import salvor.copier.compare.Side;
import salvor.copier.compare.Sides;
import salvor.copier.compare.Tally;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Access;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

// Against hangs alone: all cases of --long take 100 s on a machine at rest.
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FarComparisonTest {

    private static final int SECTOR = 512;

    @TempDir Path root;

    /** What a comparison said, by whatever way. */
    private record Answer(List<String> runs, long differing, List<String> bad, long passedOver) {}

    private static Answer tally(Side first, Side second, long length) throws IOException {
        List<String> runs = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        Tally tally = new Tally((from, to, bytes) -> runs.add(from + " " + to + " " + bytes));
        Comparison.Result result =
                Comparison.run(
                        new Sides(first, second, length),
                        tally,
                        (isSecond, area) -> bad.add((isSecond ? "2" : "1") + area));
        tally.finish();
        assertEquals(length, result.end());
        return new Answer(runs, tally.differing(), bad, result.passedOver());
    }

    private static RemoteDevice open(RemoteName name, Access access) {
        try {
            return new RemoteDevice(name, Loopback.options(), access);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Side far(RemoteName name, List<Device> opened) {
        Device device = open(name, Access.CACHED);
        opened.add(device);
        Supplier<Device> suspect =
                () -> {
                    Device sectors = open(name, Access.SECTORS);
                    synchronized (opened) {
                        opened.add(sectors);
                    }
                    return sectors;
                };
        return new Side(device, suspect, 0, null);
    }

    @Test
    void unreadableSectorsOfEitherSideAreToldAsThoseOfADiskHereAre() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    60,
                    random -> {
                        // Some so long that units have several rows.
                        int most = random.nextInt(20) == 0 ? 30_000_000 : 3_000_000;
                        byte[] one = Puts.someDisk(random, 1 + random.nextInt(most));
                        one = Arrays.copyOf(one, one.length / SECTOR * SECTOR);
                        byte[] two = changed(one, random);
                        ImageDevice first = failing(new ImageDevice("a", one), random);
                        ImageDevice second = failing(new ImageDevice("b", two), random);
                        Answer near = tally(Side.of(first, 0), Side.of(second, 0), one.length);
                        List<Device> opened = new ArrayList<>();
                        int kind = 1 + random.nextInt(3);
                        Side a =
                                (kind & 1) != 0
                                        ? far(server.export("a", first), opened)
                                        : Side.of(first, 0);
                        Side b =
                                (kind & 2) != 0
                                        ? far(server.export("b", second), opened)
                                        : Side.of(second, 0);
                        assertEquals(near, tally(a, b, one.length));
                        opened.forEach(Device::close);
                    });
        }
    }

    private static ImageDevice failing(ImageDevice device, Random random) {
        long sectors = device.size() / SECTOR;
        for (int i = random.nextInt(6); i > 0 && sectors > 0; i--) {
            long at = random.nextLong(sectors);
            long length = Math.min(sectors - at, 1 + random.nextInt(80));
            device.fail(new Extent(at * SECTOR, length * SECTOR));
        }
        return device;
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(20); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)]++;
        }
        return copy;
    }

    @Test
    void eachSideIsReadOnceBesidesTheBlocksThatDiffer() throws Exception {
        byte[] one = new byte[8 << 20];
        new Random(7).nextBytes(one);
        byte[] two = one.clone();
        two[5_000_000]++;
        ImageDevice near = new ImageDevice("near", one);
        ImageDevice there = new ImageDevice("there", two);
        try (Loopback server = new Loopback(root)) {
            List<Device> opened = new ArrayList<>();
            Answer answer =
                    tally(Side.of(near, 0), far(server.export("x", there), opened), one.length);
            opened.forEach(Device::close);
            assertEquals(1, answer.differing());
        }
        assertEquals(one.length, near.bytesRead());
        long more = there.bytesRead() - two.length;
        assertEquals((64 << 10) + (4 << 10), more, "the block in pages, and then one page");
    }

    /** So long that units are as long as they get, and gone through in several rows. */
    @Test
    void longSparseDisksAreComparedAsHereWhicheverIsFar() throws Exception {
        long size = 50_000_000;
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    3,
                    random -> {
                        String one = root.resolve("one").toString();
                        String two = root.resolve("two").toString();
                        scatter(random, size, one, two);
                        try (Device first = FileDevice.openCached(one);
                                Device second = FileDevice.openCached(two)) {
                            Answer near = tally(Side.of(first, 0), Side.of(second, 0), size);
                            assertTrue(near.differing() > 0, "nothing differs");
                            for (int kind = 1; kind <= 3; kind++) {
                                List<Device> opened = new ArrayList<>();
                                Side a = side(server, (kind & 1) != 0, one, opened);
                                Side b = side(server, (kind & 2) != 0, two, opened);
                                assertEquals(near, tally(a, b, size));
                                assertEquals(
                                        firstDifference(Side.of(first, 0), Side.of(second, 0)),
                                        firstDifference(a, b));
                                opened.forEach(Device::close);
                            }
                        }
                    });
        }
    }

    /** A server closes what it exports, so each is given its own. */
    private static Side side(Loopback server, boolean far, String path, List<Device> opened)
            throws IOException {
        FileDevice file = FileDevice.openCached(path);
        if (far) {
            return far(server.export(path.substring(path.length() - 3), file), opened);
        }
        opened.add(file);
        return Side.of(file, 0);
    }

    private static long firstDifference(Side a, Side b) throws IOException {
        FirstDifference first = new FirstDifference(true);
        Comparison.run(new Sides(a, b, a.device().size()), first, (_, _) -> {});
        return first.decidedAt();
    }

    /** Two sparse files that are nearly the same; what differs lies late, in a few places. */
    private static void scatter(Random random, long size, String one, String two)
            throws IOException {
        try (RandomAccessFile first = new RandomAccessFile(one, "rw");
                RandomAccessFile second = new RandomAccessFile(two, "rw")) {
            for (RandomAccessFile file : List.of(first, second)) {
                file.setLength(0);
                file.setLength(size);
            }
            for (int i = 0; i < 400; i++) {
                byte[] bytes = new byte[1 + random.nextInt(30_000)];
                random.nextBytes(bytes);
                long at = random.nextLong(size - bytes.length);
                first.seek(at);
                first.write(bytes);
                // A hole here, data there.
                if (at < size / 3 || random.nextInt(20) > 0) {
                    second.seek(at);
                    second.write(bytes);
                }
            }
            for (int i = 0; i < 10; i++) {
                second.seek(size / 3 + random.nextLong(size - size / 3));
                second.write(random.nextInt());
            }
        }
    }

    @Test
    void aLinkThatIsCutAllTheTimeChangesNothing() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    4,
                    random -> {
                        byte[] one = Puts.someDisk(random, 3_000_000);
                        one = Arrays.copyOf(one, one.length / SECTOR * SECTOR);
                        byte[] two = changed(one, random);
                        ImageDevice first = new ImageDevice("a", one);
                        ImageDevice second = new ImageDevice("b", two);
                        Answer near = tally(Side.of(first, 0), Side.of(second, 0), one.length);
                        server.export("b", second);
                        try (FaultyLink link =
                                new FaultyLink(server.address(), random.nextLong())) {
                            // Less than the greeting and the questions for six units take,
                            // which is all that is asked where nothing differs.
                            link.cutAfter(
                                    () -> 300 + random.nextInt(100),
                                    () -> 700 + random.nextInt(60_000));
                            RemoteName there = new RemoteName("127.0.0.1", link.port(), "b");
                            List<Device> opened = new ArrayList<>();
                            assertEquals(
                                    near, tally(Side.of(first, 0), far(there, opened), one.length));
                            opened.forEach(Device::close);
                            assertTrue(link.connections() > 1, "no link was cut");
                        }
                    });
        }
    }

    /** Of which no answer to a whole question would come through, whatever is asked. */
    @Test
    void aLinkThatLetsOnlyAFewSectorsThroughAtATimeIsEnough() throws Exception {
        byte[] one = new byte[600_064];
        new Random(3).nextBytes(one);
        byte[] two = one.clone();
        for (int at = 300_000; at < 400_000; at++) {
            two[at]++;
        }
        ImageDevice first = new ImageDevice("a", one);
        ImageDevice second = new ImageDevice("b", two);
        try (Loopback server = new Loopback(root)) {
            server.export("b", second);
            try (FaultyLink link = new FaultyLink(server.address(), 1)) {
                link.cutAfter(() -> 400, () -> 8_000);
                RemoteName there = new RemoteName("127.0.0.1", link.port(), "b");
                List<Device> opened = new ArrayList<>();
                Answer answer = tally(Side.of(first, 0), far(there, opened), one.length);
                opened.forEach(Device::close);
                assertEquals(100_000, answer.differing());
            }
        }
    }

    @Test
    void aServerThatStaysAwayEndsTheComparison() throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        try (Loopback server = new Loopback(root)) {
            RemoteName there = server.export("x", new ImageDevice("x", bytes));
            try (RemoteDevice device = new RemoteDevice(there, Loopback.IMPATIENT, Access.CACHED)) {
                server.stop();
                Side near = Side.of(new ImageDevice("near", bytes), 0);
                Sides sides = new Sides(near, Side.of(device, 0), bytes.length);
                assertThrows(
                        IOException.class,
                        () -> Comparison.run(sides, new FirstDifference(true), (_, _) -> {}));
            }
        }
    }

    @Test
    void hashesThatNobodyAskedForAreNoAnswer() {
        HashReply reply = new HashReply(new Extent(0, 5000), 4096, new HashKey.Xxh3(1, false));
        Message few = new Message.Hashes(1, List.of(BlockHash.ZERO));
        assertThrows(WireException.class, () -> reply.answer(few));
        assertThrows(WireException.class, () -> reply.answer(new Message.ReadEnd(1)));
    }
}
