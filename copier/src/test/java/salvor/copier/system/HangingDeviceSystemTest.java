package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.FaultShapes.Shape;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** A real block device where one read hangs in the kernel: neither Ctrl-C nor SIGKILL ends it. */
@Tag("system")
final class HangingDeviceSystemTest {

    private static final int HANGS_SECONDS = Boolean.getBoolean("salvor.long") ? 120 : 10;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);
    private static final long SIZE = 8 << 20;
    private static final Extent SLOW = new Extent(SIZE / 2, 4096);
    private static final int SIGINT_STATUS = 130;

    @TempDir Path folder;

    @Test
    void ctrlCSavesTheMapAndSaysHowItIsWhileAReadHangs() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.HEALTHY, SIZE, 7);
        Path log = folder.resolve("log");
        try (FailingBlockDevice device =
                FailingBlockDevice.hanging(
                        Files.createDirectory(folder.resolve("device")),
                        disk.file(),
                        SLOW,
                        HANGS_SECONDS)) {
            Process rescue =
                    Program.start(
                            folder, log, Map.of(), "rescue", device.node(), "image", "image.map");
            awaitRescued(rescue, SLOW.start());
            long asked = System.nanoTime();
            Program.run(folder, "kill", "-INT", "" + rescue.pid()).expect(0);
            while (!Files.readString(log).contains("interrupted")) {
                Thread.sleep(10);
                long waited = System.nanoTime() - asked;
                assertTrue(waited < ENDS_WITHIN.toNanos(), "no word after " + waited + " ns");
            }
            disk.assertBytes(folder.resolve("image"), new Extent(0, SLOW.start()));
            assertTrue(rescue.waitFor(2L * HANGS_SECONDS, TimeUnit.SECONDS), "it must end");
            assertEquals(SIGINT_STATUS, rescue.exitValue(), Files.readString(log));
            assertEquals(0, map().total(Status.BAD));

            Program.salvor(folder, "rescue", "-q", device.node(), "image", "image.map").expect(0);
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
    }

    private RescueMap map() throws IOException {
        return MapFile.read(folder.resolve("image.map").toString(), SIZE).map();
    }

    /** The map goes on being saved while the read hangs. */
    private void awaitRescued(Process rescue, long bytes) throws Exception {
        for (long rescued = 0; rescued < bytes; ) {
            assertTrue(rescue.isAlive(), "it ended before the read that hangs");
            Thread.sleep(50);
            if (Files.exists(folder.resolve("image.map"))) {
                rescued = map().total(Status.RESCUED);
            }
        }
    }
}
