package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.copier.transfer.Chunk;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.Extent;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RemoteDestinationTest {

    @TempDir Path root;

    @Test
    void whatIsHandedOverIsInTheImage() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    6,
                    random -> {
                        byte[] disk = Puts.someDisk(random, 1 + random.nextInt(3_000_000));
                        Compression compression =
                                random.nextBoolean() ? Compression.LZ4 : Compression.AUTO;
                        ClientOptions options =
                                Loopback.options(1 + random.nextInt(4), compression);
                        Files.deleteIfExists(root.resolve("image"));
                        try (Puts puts = new Puts(disk, random);
                                RemoteDestination image = open(server, "image", disk, options)) {
                            puts.all(image, new Extent(0, disk.length));
                            assertEquals(0, puts.settle(image));
                        }
                        assertArrayEquals(disk, server.image("image"));
                    });
        }
    }

    @Test
    void fillingOverOldDataGivesZeros() throws Exception {
        Files.write(root.resolve("image"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        byte[] disk = new byte[8];
        try (Loopback server = new Loopback(root)) {
            try (RemoteDestination image = open(server, "image", disk, Loopback.options())) {
                assertEquals(8, image.previousSize());
                image.zero(new Extent(2, 3));
                assertTrue(image.force().isEmpty());
            }
            assertArrayEquals(new byte[] {1, 2, 0, 0, 0, 6, 7, 8}, server.image("image"));
        }
    }

    @Test
    void aBlockWhoseChecksumIsWrongIsNeverWritten() throws Exception {
        byte[] disk = Puts.someDisk(new Random(1), Puts.BLOCK);
        disk[0] = 1;
        try (Loopback server = new Loopback(root);
                Puts puts = new Puts(disk, new Random(1));
                RemoteDestination image = open(server, "image", disk, Loopback.options())) {
            Chunk.Data good = (Chunk.Data) puts.chunk(new Extent(0, disk.length));
            MemorySegment bytes = good.bytes();
            bytes.set(ValueLayout.JAVA_BYTE, 1, (byte) ~bytes.get(ValueLayout.JAVA_BYTE, 1));
            image.put(good);
            IOException e = assertThrows(IOException.class, image::force);
            assertTrue(e.toString().contains("changed on the way"), e.toString());
            assertArrayEquals(new byte[disk.length], server.image("image"));
        }
    }

    @Test
    void aSecondClientIsRefusedUntilTheFirstHasLeft() throws Exception {
        byte[] disk = new byte[1000];
        try (Loopback server = new Loopback(root)) {
            try (RemoteDestination first = open(server, "image", disk, Loopback.options())) {
                IOException e =
                        assertThrows(
                                IOException.class,
                                () -> open(server, "image", disk, Loopback.options()));
                assertTrue(e.toString().contains("in use by another client"), e.toString());
                assertTrue(first.force().isEmpty());
            }
            open(server, "image", disk, Loopback.options()).close();
        }
    }

    @Test
    void anExistingImageLargerThanTheSourceIsLeftAlone() throws Exception {
        Files.write(root.resolve("image"), new byte[100]);
        try (Loopback server = new Loopback(root)) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> open(server, "image", new byte[99], Loopback.options()));
            assertTrue(e.toString().contains("larger than the source"), e.toString());
            assertEquals(100, Files.size(root.resolve("image")));
        }
    }

    @Test
    void aResumedImageThatIsGoneIsRefusedAndNotMade() throws Exception {
        try (Loopback server = new Loopback(root)) {
            assertThrows(
                    IOException.class,
                    () ->
                            new RemoteDestination(
                                    server.name("image"),
                                    new ImageDevice("disk", new byte[10]),
                                    Puts.BLOCK,
                                    1,
                                    Loopback.options()));
            assertFalse(Files.exists(root.resolve("image")));
        }
    }

    @Test
    void aServerThatWasNeverThereIsToldAtOnce() throws Exception {
        RemoteName name;
        try (Loopback server = new Loopback(root)) {
            name = server.name("image");
        }
        long start = System.nanoTime();
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                new RemoteDestination(
                                        name,
                                        new ImageDevice("disk", new byte[10]),
                                        Puts.BLOCK,
                                        0,
                                        Loopback.options()));
        assertTrue(e.toString().contains(name.server() + ": Connection refused"), e.toString());
        assertTrue(System.nanoTime() - start < 2_000_000_000L);
    }

    @Test
    void anotherMachineIsNotSpokenToWithoutEncryption() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                new RemoteDestination(
                                        new RemoteName("192.0.2.1", 7000, "image"),
                                        new ImageDevice("disk", new byte[10]),
                                        Puts.BLOCK,
                                        0,
                                        Loopback.options()));
        assertTrue(e.toString().contains("--insecure-anywhere"), e.toString());
    }

    static RemoteDestination open(Loopback server, String name, byte[] disk, ClientOptions options)
            throws IOException {
        return open(server.name(name), disk, options);
    }

    static RemoteDestination open(RemoteName name, byte[] disk, ClientOptions options)
            throws IOException {
        return new RemoteDestination(name, new ImageDevice("disk", disk), Puts.BLOCK, 0, options);
    }
}
