package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileDevice;
import salvor.copier.device.WritableFileDevice;
import salvor.copier.map.CompanionReader;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.copier.transfer.ProofCheck;
import salvor.protocol.message.Extent;

/** The server's companion of an image, and who may have an image at all. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImageRecordTest {

    @TempDir Path root;
    @TempDir Path folder;

    private final byte[] disk = Puts.someDisk(new Random(1), 1_000_000);

    private RemoteDestination open(Loopback server, byte[] source, long held) throws IOException {
        return new RemoteDestination(
                server.name("image"),
                new ImageDevice("disk", source),
                Puts.BLOCK,
                held,
                Loopback.options());
    }

    private void rescue(Loopback server, byte[] source) throws Exception {
        try (Puts puts = new Puts(source, new Random(2));
                RemoteDestination image = open(server, source, 0)) {
            puts.all(image, new Extent(0, source.length));
            assertEquals(0, puts.settle(image));
        }
    }

    /** Checks the image as {@code salvor verify} does; gives the bytes that are proven. */
    private long proven() throws IOException {
        return proven("image");
    }

    private long proven(String name) throws IOException {
        try (FileDevice image = FileDevice.open(root + "/" + name);
                CompanionReader proofs = CompanionReader.open(root + "/" + name + ".salvor")) {
            ProofCheck.Outcome outcome = ProofCheck.whole(image, proofs, _ -> true, _ -> {});
            assertEquals(List.of(), outcome.damaged());
            return outcome.bytes();
        }
    }

    @Test
    void everyByteThatWasForcedIsProven() throws Exception {
        try (Loopback server = new Loopback(root)) {
            rescue(server, disk);
            assertEquals(disk.length, proven());
        }
    }

    @Test
    void anExportedFileThatIsWrittenIsProvenToo() throws Exception {
        Path file = Files.createFile(root.resolve("file"));
        try (Loopback server = new Loopback(folder);
                Puts puts = new Puts(disk, new Random(2));
                RemoteDestination image =
                        RemoteDestinationTest.open(
                                server.export("image", file, true), disk, Loopback.options())) {
            puts.all(image, new Extent(0, disk.length));
            assertEquals(0, puts.settle(image));
        }
        assertEquals(disk.length, proven("file"));
    }

    @Test
    void nothingIsProvenThatAServerLostWithItsMachine() throws Exception {
        Cases.run(
                6,
                random -> {
                    int durable = random.nextInt(disk.length);
                    Files.deleteIfExists(root.resolve("image"));
                    try (Loopback server = new Loopback(root);
                            Puts puts = new Puts(disk, random);
                            RemoteDestination image = open(server, disk, 0)) {
                        puts.all(image, new Extent(0, durable));
                        assertEquals(0, puts.settle(image));
                        puts.all(image, Extent.between(durable, disk.length));
                        server.stop();
                    }
                    try (RandomAccessFile image = new RandomAccessFile(root + "/image", "rw")) {
                        image.setLength(durable);
                        image.setLength(disk.length);
                    }
                    assertEquals(durable, proven());
                });
    }

    @Test
    void whatIsMadeZeroIsProvenNoLonger() throws Exception {
        try (Loopback server = new Loopback(root);
                Puts puts = new Puts(disk, new Random(3));
                RemoteDestination image = open(server, disk, 0)) {
            puts.all(image, new Extent(0, disk.length));
            assertEquals(0, puts.settle(image));
            image.zero(new Extent(1000, 5000));
            assertEquals(0, puts.settle(image));
            assertTrue(proven() <= disk.length - 5000);
        }
    }

    @Test
    void aCompanionIsReplacedWhenTheClientHasNoMap() throws Exception {
        byte[] other = Puts.someDisk(new Random(4), disk.length);
        try (Loopback server = new Loopback(root)) {
            rescue(server, disk);
            rescue(server, other);
            assertEquals(other.length, proven());
            Files.delete(root.resolve("image"));
            rescue(server, disk);
            assertEquals(disk.length, proven());
        }
    }

    @Test
    void anImageThatHoldsLessThanTheMapClaimsIsRefusedAndLeftAsItIs() throws Exception {
        try (Loopback server = new Loopback(root)) {
            rescue(server, disk);
        }
        Path image = root.resolve("image");
        try (Loopback server = new Loopback(root)) {
            open(server, disk, disk.length).close();
        }
        byte[] changed = disk.clone();
        changed[disk.length / 2] ^= 4;
        for (byte[] content : List.of(changed, new byte[disk.length], new byte[0])) {
            Files.write(image, content);
            try (Loopback server = new Loopback(root)) {
                IOException e =
                        assertThrows(IOException.class, () -> open(server, disk, disk.length));
                assertTrue(e.toString().contains("remove the map"), e.toString());
            }
            assertArrayEquals(content, Files.readAllBytes(image));
        }
        Files.delete(image);
        try (Loopback server = new Loopback(root)) {
            assertThrows(IOException.class, () -> open(server, disk, disk.length));
        }
        assertFalse(Files.exists(image));
    }

    @Test
    void aFolderIsServedOnce() throws Exception {
        try (Loopback _ = new Loopback(root)) {
            IOException e = assertThrows(IOException.class, () -> new Loopback(root).close());
            assertTrue(e.toString().contains("another server has it"), e.toString());
        }
        new Loopback(root).close();
    }

    @Test
    void anImageHasOneWriter() throws Exception {
        try (Loopback server = new Loopback(root);
                RemoteDestination image = open(server, disk, 0)) {
            DeviceException e =
                    assertThrows(
                            DeviceException.class,
                            () -> WritableFileDevice.create(root + "/image", disk.length).close());
            assertEquals(Errno.EBUSY, e.errno());
            assertEquals(List.of(), image.force());
        }
        WritableFileDevice.create(root + "/image", disk.length).close();
    }
}
