package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import salvor.copier.device.FaultShapes.Shape;

/** Rescues of a failing block device, by whole processes, beside GNU ddrescue. */
@Tag("system")
final class RescueSystemTest {

    private static final long SIZE = Boolean.getBoolean("salvor.long") ? 256L << 20 : 64L << 20;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"SCATTER", "SCRATCH", "HEAD", "ADVANCED"})
    void theImageIsTheDiskInEveryReadableSectorAndZeroInEveryBadOne(Shape shape)
            throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, shape, SIZE, 1);
        Path image = folder.resolve("image");
        try (FailingBlockDevice device = start(disk)) {
            Program.Result result =
                    Program.salvor(folder, "rescue", "--json", device.node(), "image").expect(1);
            assertTrue(result.out().contains("\"status\":\"bad-areas\""), result.out());
        }
        disk.assertRescued(image, folder.resolve("image.map"));
        // ddrescuelog reads it, and counts what the map holds.
        Program.run(folder, "ddrescuelog", "-t", "image.map").expect(0);
    }

    @Test
    void weakSectorsAreRescuedByAskingAgain() throws IOException, InterruptedException {
        Disk disk = new Disk(Disk.damaged(folder, Shape.HEALTHY, SIZE, 2).file(), SIZE, List.of());
        Files.createDirectory(folder.resolve("device"));
        try (FailingBlockDevice device =
                FailingBlockDevice.start(
                        folder.resolve("device"),
                        disk.file(),
                        disk.bad(),
                        "--filter=error",
                        "error=EIO",
                        "error-pread-rate=2%")) {
            Program.salvor(folder, "rescue", device.node(), "image").expect(0);
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
    }

    @Test
    void aRescueThatDdrescueBeganGoesOnHere() throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 3);
        try (FailingBlockDevice device = start(disk)) {
            // Copying only: failed areas are left neither trimmed nor scraped.
            Program.run(
                            folder,
                            "ddrescue",
                            "-d",
                            "-q",
                            "-N",
                            "-n",
                            device.node(),
                            "image",
                            "image.map")
                    .expect(0);
            Program.salvor(folder, "rescue", "-q", device.node(), "image", "image.map").expect(1);
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
    }

    @Test
    void aRescueThatBeganHereGoesOnInDdrescue() throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 4);
        try (FailingBlockDevice device = start(disk)) {
            Program.salvor(
                            folder,
                            "rescue",
                            "-q",
                            "--stop-after-failures",
                            "7",
                            device.node(),
                            "image",
                            "image.map")
                    .expect(1);
            Program.run(folder, "ddrescue", "-d", "-q", device.node(), "image", "image.map")
                    .expect(0);
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
    }

    @Test
    void oldDataDoesNotShineThrough() throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCATTER, SIZE, 5);
        try (OutputStream old = Files.newOutputStream(folder.resolve("image"))) {
            byte[] ones = new byte[1 << 20];
            Arrays.fill(ones, (byte) 0xFF);
            for (long at = 0; at < SIZE; at += ones.length) {
                old.write(ones);
            }
        }
        try (FailingBlockDevice device = start(disk)) {
            Program.salvor(folder, "rescue", "-q", device.node(), "image").expect(1);
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
    }

    @Test
    void aFinishedRescueReadsNothingAgainWhenRetriesAreOff()
            throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCATTER, SIZE, 6);
        try (FailingBlockDevice device = start(disk)) {
            Program.salvor(folder, "rescue", "-q", "-r", "0", device.node(), "image").expect(1);
            Program.Result again =
                    Program.salvor(folder, "rescue", "--json", "-r", "0", device.node(), "image")
                            .expect(1);
            assertTrue(again.out().contains("\"read_errors\":0"), again.out());
        }
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
        assertEquals(SIZE, Files.size(folder.resolve("image")));
    }

    private FailingBlockDevice start(Disk disk) throws IOException, InterruptedException {
        return FailingBlockDevice.start(
                Files.createDirectory(folder.resolve("device")), disk.file(), disk.bad());
    }
}
