package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import salvor.copier.device.FaultShapes.Shape;

/** Rescues of a failing block device, by whole processes, beside GNU ddrescue. */
@Tag("system")
final class RescueSystemTest {

    private static final long SIZE = Boolean.getBoolean("salvor.long") ? 256L << 20 : 64L << 20;

    @TempDir Path folder;

    static List<Arguments> damages() {
        List<Arguments> damages = new ArrayList<>();
        for (Shape shape : List.of(Shape.SCATTER, Shape.SCRATCH, Shape.HEAD, Shape.ADVANCED)) {
            for (Route route : Route.values()) {
                damages.add(Arguments.of(shape, route));
            }
        }
        return damages;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theImageIsTheDiskInEveryReadableSectorAndZeroInEveryBadOne(Shape shape, Route route)
            throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, shape, SIZE, 1);
        try (FailingBlockDevice device = start(disk)) {
            Program.Result result = route.rescue(folder, device, "--json").expect(1);
            assertTrue(result.out().contains("\"status\":\"bad-areas\""), result.out());
            assertRescued(disk);
            // ddrescuelog reads the map and counts what it holds; ddrescue finds nothing more.
            Program.run(folder, "ddrescuelog", "-t", "image.map").expect(0);
            ddrescue(device);
        }
        assertRescued(disk);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void weakSectorsAreRescuedByAskingAgain(Route route) throws IOException, InterruptedException {
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
            route.rescue(folder, device).expect(0);
        }
        assertRescued(disk);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aRescueThatDdrescueBeganGoesOnHere(Route route) throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 3);
        try (FailingBlockDevice device = start(disk)) {
            // Copying only: failed areas are left neither trimmed nor scraped.
            ddrescue(device, "-N", "-n");
            route.rescue(folder, device, "-q").expect(1);
        }
        assertRescued(disk);
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void aRescueThatBeganHereGoesOnInDdrescue(Route route)
            throws IOException, InterruptedException {
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 4);
        try (FailingBlockDevice device = start(disk)) {
            route.rescue(folder, device, "-q", "--stop-after-failures", "7").expect(1);
            ddrescue(device);
        }
        assertRescued(disk);
    }

    private void ddrescue(FailingBlockDevice device, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ddrescue", "-d", "-q"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(device.node(), "image", "image.map"));
        Program.run(folder, command).expect(0);
    }

    private void assertRescued(Disk disk) throws IOException {
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
        assertRescued(disk);
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
        assertRescued(disk);
        assertEquals(SIZE, Files.size(folder.resolve("image")));
    }

    private FailingBlockDevice start(Disk disk) throws IOException, InterruptedException {
        return FailingBlockDevice.start(
                Files.createDirectory(folder.resolve("device")), disk.file(), disk.bad());
    }
}
