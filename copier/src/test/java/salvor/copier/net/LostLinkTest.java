package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.ReadOutcome;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.Extent;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LostLinkTest {

    /** More than all of the handshake and the opening takes, in either direction. */
    private static final int HANDSHAKE_BYTES = 400;

    @TempDir Path root;

    @Test
    void aLinkCutAtAnyByteOfTheHandshakeIsOneLineAndLeavesTheServerWell() throws Exception {
        byte[] disk = Puts.someDisk(new Random(1), 1024);
        try (Loopback server = new Loopback(root);
                FaultyLink link = new FaultyLink(server.address(), 1)) {
            server.export("disk", new ImageDevice("disk", disk));
            RemoteName there = new RemoteName("127.0.0.1", link.port(), "disk");
            int refused = 0;
            for (int at = 0; at < HANDSHAKE_BYTES; at += 1 + at / 60) {
                int bytes = at;
                boolean up = at % 2 == 0;
                link.cutAfter(() -> up ? bytes : 9999, () -> up ? 9999 : bytes);
                try (RemoteDevice device = new RemoteDevice(there, Loopback.options())) {
                    assertEquals(disk.length, device.size());
                } catch (IOException e) {
                    assertFalse(e.toString().contains("\n"));
                    refused++;
                }
            }
            assertTrue(refused > 40, "only " + refused + " cuts hit the handshake");
            link.heal();
            assertArrayEquals(disk, read(there, disk.length));
        }
    }

    @Test
    void aTransferOverALinkThatIsCutAllTheTimeArrivesWhole() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    5,
                    random -> {
                        byte[] disk = Puts.someDisk(random, 4_000_000);
                        Files.deleteIfExists(root.resolve("image"));
                        try (FaultyLink link = new FaultyLink(server.address(), random.nextLong());
                                Puts puts = new Puts(disk, random)) {
                            Random cuts = new Random(random.nextLong());
                            link.delay(random.nextInt(2))
                                    .cutAfter(
                                            () -> 600 + number(cuts, 1_000_000),
                                            () -> 600 + number(cuts, 5_000));
                            ClientOptions options =
                                    Loopback.options(1 + random.nextInt(3), Compression.AUTO);
                            try (RemoteDestination image = persist(link, disk, options)) {
                                puts.all(image, new Extent(0, disk.length));
                                // The server went on all the time: nothing may be called lost.
                                assertEquals(List.of(), image.force());
                            }
                            assertTrue(link.connections() > 1);
                        }
                        assertArrayEquals(disk, server.image("image"));
                    });
        }
    }

    private static int number(Random random, int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private static RemoteDestination persist(FaultyLink link, byte[] disk, ClientOptions options)
            throws IOException {
        RemoteName there = new RemoteName("127.0.0.1", link.port(), "image");
        return RemoteDestinationTest.open(there, disk, options);
    }

    @Test
    void aServerThatIsStartedAgainCostsOnlyWhatWasNotForced() throws Exception {
        Cases.run(
                4,
                random -> {
                    byte[] disk = Puts.someDisk(random, 3_000_000);
                    Files.deleteIfExists(root.resolve("image"));
                    int first = random.nextInt(disk.length);
                    int second = first + random.nextInt(disk.length - first);
                    try (Loopback server = new Loopback(root);
                            Puts puts = new Puts(disk, random);
                            RemoteDestination image =
                                    RemoteDestinationTest.open(
                                            server,
                                            "image",
                                            disk,
                                            Loopback.options(
                                                    1 + random.nextInt(3), Compression.OFF))) {
                        puts.all(image, new Extent(0, first));
                        assertEquals(List.of(), image.force());
                        puts.all(image, Extent.between(first, second));
                        server.stop();
                        // What the former run had not made durable is really gone.
                        wipe(root.resolve("image"), first, disk.length);
                        server.startAgain();
                        puts.all(image, Extent.between(second, disk.length));
                        for (List<Extent> lost = image.force();
                                !lost.isEmpty();
                                lost = image.force()) {
                            for (Extent extent : lost) {
                                assertTrue(extent.start() >= first, "forced, yet called lost");
                                puts.all(image, extent);
                            }
                        }
                        assertArrayEquals(disk, server.image("image"));
                    }
                });
    }

    private static void wipe(Path image, int from, int to) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        java.util.Arrays.fill(bytes, from, to, (byte) 0x55);
        Files.write(image, bytes);
    }

    @Test
    void aServerThatStaysAwayEndsTheTransferInOneLine() throws Exception {
        byte[] disk = new byte[1000];
        try (Loopback server = new Loopback(root);
                RemoteDestination image =
                        RemoteDestinationTest.open(server, "image", disk, Loopback.IMPATIENT)) {
            server.stop();
            image.zero(new Extent(0, 10));
            IOException e = assertThrows(IOException.class, image::force);
            assertTrue(e.toString().contains("gave up"), e.toString());
        }
    }

    @Test
    void readsGoOnOverALinkThatIsCutAllTheTime() throws Exception {
        byte[] disk = Puts.someDisk(new Random(3), 5860 * 512);
        try (Loopback server = new Loopback(root);
                FaultyLink link = new FaultyLink(server.address(), 3)) {
            server.export("disk", new ImageDevice("disk", disk));
            Random cuts = new Random(3);
            link.cutAfter(() -> 100_000, () -> 2_000 + number(cuts, 800_000));
            RemoteName there = new RemoteName("127.0.0.1", link.port(), "disk");
            assertArrayEquals(disk, read(there, disk.length));
            assertTrue(link.connections() > 3, link.connections() + " connections");
        }
    }

    @Test
    void aServerThatStaysAwayIsADeviceThatLeft() throws Exception {
        try (Loopback server = new Loopback(root);
                Arena arena = Arena.ofConfined()) {
            RemoteName there = server.export("disk", new ImageDevice("disk", new byte[1024]));
            try (RemoteDevice device = new RemoteDevice(there, Loopback.IMPATIENT)) {
                server.stop();
                assertEquals(
                        new ReadOutcome.Failed(ErrorClass.VANISHED, Errno.ENOTCONN),
                        device.read(0, arena.allocate(512)));
            }
        }
    }

    /** All bytes of a far device, 256 KiB a read. */
    private static byte[] read(RemoteName name, int size) throws IOException {
        byte[] bytes = new byte[size];
        try (RemoteDevice device = new RemoteDevice(name, Loopback.options());
                Arena arena = Arena.ofShared()) {
            for (int at = 0; at < size; at += 1 << 18) {
                int length = Math.min(size - at, 1 << 18);
                MemorySegment into = arena.allocate(length);
                assertEquals(new ReadOutcome.Complete(length), device.read(at, into));
                MemorySegment.copy(into, ValueLayout.JAVA_BYTE, 0, bytes, at, length);
            }
        }
        return bytes;
    }
}
