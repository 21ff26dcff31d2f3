package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.ClassicPolicy;
import salvor.copier.rescue.Policy;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.testing.Cases;
import salvor.copier.testing.CheckedRecord;
import salvor.copier.testing.MemoryImage;
import salvor.copier.testing.RestlessClock;
import salvor.copier.testing.TroubledDisk;
import salvor.copier.transfer.Destination;
import salvor.copier.transfer.Ending;
import salvor.copier.transfer.Limits;
import salvor.copier.transfer.LocalDestination;
import salvor.copier.transfer.RescueRun;
import salvor.protocol.compression.Compression;

/** Whole rescues from a server and to one, over every kind of damage. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TroubledDiskTest {

    private static final int SIZE_MAX = 150_000;

    @TempDir Path root;

    @Test
    void aFarDiskIsRescuedLikeANearOne() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    200,
                    random -> {
                        TroubledDisk disk = disk(random);
                        RemoteName name = server.export("disk", disk);
                        MemoryImage image = new MemoryImage((int) disk.size());
                        CheckedRecord record = new CheckedRecord(disk, image::durable);
                        try (Device source = new RemoteDevice(name, options(random));
                                Destination destination = new LocalDestination(image)) {
                            rescue(random, source, destination, record, image::durable);
                        }
                    });
        }
    }

    @Test
    void aFarImageIsMadeLikeANearOne() throws Exception {
        try (Loopback server = new Loopback(root)) {
            Cases.run(
                    100,
                    random -> {
                        TroubledDisk disk = disk(random);
                        Files.deleteIfExists(root.resolve("image"));
                        CheckedRecord.Durable there = () -> server.image("image");
                        CheckedRecord record = new CheckedRecord(disk, there);
                        try (Destination destination =
                                new RemoteDestination(
                                        server.name("image"),
                                        disk,
                                        RescueOptions.CLUSTER_BYTES_MAX,
                                        0,
                                        options(random))) {
                            rescue(random, disk, destination, record, there);
                        }
                    });
        }
    }

    private static TroubledDisk disk(Random random) {
        return new TroubledDisk(
                random, 1 + random.nextInt(SIZE_MAX), 512 << (random.nextInt(2) * 3));
    }

    private static ClientOptions options(Random random) {
        Compression[] kinds = Compression.values();
        return Loopback.options(1 + random.nextInt(3), kinds[random.nextInt(kinds.length)]);
    }

    /**
     * Rescues to the end, and checks map and image. A drive that never gave a byte may be taken for
     * a dead one, with nothing marked.
     */
    private static void rescue(
            Random random,
            Device source,
            Destination destination,
            CheckedRecord record,
            CheckedRecord.Durable image)
            throws IOException, InterruptedException {
        RescueMap map = record.saved();
        RescueOptions options =
                RescueOptions.of(source.geometry().logicalSector())
                        .withRetryPasses(random.nextInt(2))
                        .withExhaustive(random.nextBoolean());
        boolean adaptive = random.nextBoolean();
        Policy policy =
                adaptive ? new AdaptivePolicy(map, options) : new ClassicPolicy(map, options);
        RescueRun run =
                new RescueRun(
                        source,
                        policy,
                        map,
                        destination,
                        record,
                        Limits.NONE,
                        RestlessClock.INSTANCE,
                        1 + random.nextInt(3));
        try (BufferPool pool = new BufferPool(4, RescueOptions.CLUSTER_BYTES_MAX)) {
            if (run.run(pool, _ -> {}) == Ending.DEVICE_LOST) {
                assertEquals(0, record.saved().total(Status.RESCUED));
                return;
            }
        }
        byte[] expected = record.assertFinished(adaptive && !options.exhaustive());
        assertArrayEquals(expected, image.bytes());
    }
}
