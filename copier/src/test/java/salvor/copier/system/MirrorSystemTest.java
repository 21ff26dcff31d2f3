package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.FaultShapes.Shape;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Rescues of more than one copy from failing block devices, by whole processes. */
@Tag("system")
final class MirrorSystemTest {

    private static final long SIZE = Boolean.getBoolean("salvor.long") ? 256L << 20 : 64L << 20;

    private static final int KILLS = Boolean.getBoolean("salvor.long") ? 60 : 6;

    @TempDir Path folder;

    private FailingBlockDevice start(String name, Path file, List<Extent> bad)
            throws IOException, InterruptedException {
        return FailingBlockDevice.start(Files.createDirectory(folder.resolve(name)), file, bad);
    }

    /** What of {@code extents} lies apart from {@code others}, by some sectors. */
    private static List<Extent> apart(List<Extent> extents, List<Extent> others) {
        RescueMap map = new RescueMap(SIZE);
        extents.forEach(extent -> map.set(extent, Status.BAD));
        others.forEach(extent -> map.set(extent, Status.NON_TRIED));
        return map.regions().stream()
                .filter(region -> region.status() == Status.BAD)
                .map(Region::extent)
                .toList();
    }

    private static List<Extent> bad(Path folder, Shape shape, long seed) throws IOException {
        Disk disk = Disk.damaged(folder, shape, SIZE, seed);
        Files.delete(disk.file());
        return disk.bad();
    }

    @Test
    void twoFailingMembersWithDisjointDamageGiveACompleteImage() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.HEAD, SIZE, 1);
        List<Extent> others = apart(bad(folder, Shape.SCRATCH, 2), disk.bad());
        try (FailingBlockDevice one = start("one", disk.file(), disk.bad());
                FailingBlockDevice two = start("two", disk.file(), others)) {
            Program.Result result =
                    Program.salvor(
                                    folder,
                                    "rescue",
                                    "--json",
                                    "--mirror",
                                    two.node(),
                                    one.node(),
                                    "image")
                            .expect(0);
            assertTrue(result.out().contains("\"status\":\"complete\""), result.out());
        }
        disk.assertBytes(folder.resolve("image"), new Extent(0, SIZE));
        Program.run(folder, "ddrescuelog", "-d", "image.map");
    }

    @Test
    void acrossServersToo() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.SCATTER, SIZE, 3);
        List<Extent> others = apart(bad(folder, Shape.SCATTER, 4), disk.bad());
        Path root = Files.createDirectory(folder.resolve("root"));
        try (FailingBlockDevice one = start("one", disk.file(), disk.bad());
                FailingBlockDevice two = start("two", disk.file(), others);
                Server server =
                        Server.start(
                                folder,
                                0,
                                "--root",
                                root.toString(),
                                "--export",
                                "two=" + two.node())) {
            Program.salvor(
                            folder,
                            "rescue",
                            "--mirror",
                            server.location("two"),
                            "--mirror-check",
                            one.node(),
                            server.location("image"))
                    .expect(0);
        }
        disk.assertBytes(root.resolve("image"), new Extent(0, SIZE));
    }

    @Test
    void everyPlantedConflictIsReported() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.SCATTER, SIZE, 5);
        Path twin = Files.copy(disk.file(), folder.resolve("twin"));
        List<Extent> others = apart(bad(folder, Shape.SCATTER, 6), disk.bad());
        RescueMap readable = new RescueMap(SIZE);
        disk.bad().forEach(extent -> readable.set(extent, Status.BAD));
        others.forEach(extent -> readable.set(extent, Status.BAD));
        Random random = new Random(7);
        List<Long> planted = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(twin.toFile(), "rw")) {
            while (planted.size() < 100) {
                long at = random.nextLong(SIZE / 1024) * 1024;
                if (!planted.contains(at)
                        && readable.regions(new Extent(at, 512)).getFirst().status()
                                != Status.BAD) {
                    planted.add(at);
                    file.seek(at);
                    int old = file.read();
                    file.seek(at);
                    file.write(old ^ 1);
                }
            }
        }
        try (FailingBlockDevice one = start("one", disk.file(), disk.bad());
                FailingBlockDevice two = start("two", twin, others)) {
            Program.Result result =
                    Program.salvor(
                                    folder,
                                    "rescue",
                                    "--json",
                                    "--mirror",
                                    two.node(),
                                    "--mirror-check",
                                    one.node(),
                                    "image")
                            .expect(1);
            assertTrue(result.out().contains("\"conflicts\":100,"), result.out());
            for (long at : planted) {
                String range = "\"start\":" + at + ",\"size\":512}";
                assertTrue(result.out().contains(range), range + " in " + result.out());
                assertTrue(result.err().contains(": 512 bytes at " + at + " differ"));
            }
        }
        disk.assertBytes(folder.resolve("image"), new Extent(0, SIZE));
    }

    @Test
    void whatIsFilledIsExactlyWhatNobodyCouldRead() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.SCATTER, SIZE, 8);
        Disk old = Disk.damaged(folder, Shape.HEALTHY, SIZE, 9);
        try (FailingBlockDevice device = start("one", disk.file(), disk.bad())) {
            Program.salvor(
                            folder,
                            "rescue",
                            "-q",
                            "--fill-from",
                            old.file().toString(),
                            device.node(),
                            "image")
                    .expect(1);
        }
        assertFilled(disk, old);
        // Not one filled byte is rescued to ddrescue.
        RescueMap map = MapFile.read(folder.resolve("image.map").toString(), SIZE).map();
        long bad = disk.truth().total(Status.BAD);
        assertEquals(SIZE - bad, map.total(Status.RESCUED));
        Program.run(folder, "ddrescuelog", "-t", "image.map").expect(0);
    }

    @Test
    void aKillLeavesNoWrongClaimAndTheRescueGoesOn() throws Exception {
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 10);
        Disk old = Disk.damaged(folder, Shape.HEALTHY, SIZE, 11);
        List<Extent> others = bad(folder, Shape.SCATTER, 12);
        String[] arguments = {
            "rescue",
            "-q",
            "-r",
            "0",
            "--fill-from",
            old.file().toString(),
            "--mirror",
            "",
            "",
            "image"
        };
        Random random = new Random(13);
        try (FailingBlockDevice one = start("one", disk.file(), disk.bad());
                FailingBlockDevice two = start("two", disk.file(), others)) {
            arguments[7] = two.node();
            arguments[8] = one.node();
            for (int i = 0; i < KILLS; i++) {
                Process process = Program.start(folder, folder.resolve("log"), Map.of(), arguments);
                boolean ended = process.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
                process.destroyForcibly();
                process.waitFor();
                assertClaims(disk, old);
                if (ended) {
                    // The next one begins anew.
                    Files.deleteIfExists(folder.resolve("image"));
                    Files.deleteIfExists(folder.resolve("image.map"));
                }
            }
            int status = Program.salvor(folder, arguments).status();
            assertTrue(status == 0 || status == 1, "status " + status);
        }
        assertClaims(disk, old);
    }

    /** What the map calls rescued is right in the image, and so is what is filled. */
    private void assertClaims(Disk disk, Disk old) throws Exception {
        Path map = folder.resolve("image.map");
        if (!Files.exists(map)) {
            return;
        }
        for (Region region : MapFile.read(map.toString(), SIZE).map().regions()) {
            if (region.status() == Status.RESCUED) {
                disk.assertBytes(folder.resolve("image"), region.extent());
            }
        }
        String origins =
                Program.salvor(folder, "map", "list", "--origins", "image.map").expect(0).out();
        for (String line : origins.lines().filter(line -> line.contains(" filled ")).toList()) {
            String[] words = line.split(" ", -1);
            Extent extent = new Extent(Long.parseLong(words[0]), Long.parseLong(words[1]));
            old.assertBytes(folder.resolve("image"), extent);
        }
    }

    private void assertFilled(Disk disk, Disk old) throws Exception {
        String[] lines =
                Program.salvor(folder, "map", "list", "--origins", "image.map")
                        .expect(0)
                        .out()
                        .split("\n", -1);
        List<String> wanted = new ArrayList<>();
        for (Region region : disk.truth().regions()) {
            Extent extent = region.extent();
            if (region.status() == Status.BAD) {
                wanted.add(extent.start() + " " + extent.length() + " filled " + old.file());
                old.assertBytes(folder.resolve("image"), extent);
            } else {
                disk.assertBytes(folder.resolve("image"), extent);
            }
        }
        wanted.add("");
        assertEquals(wanted, List.of(lines));
    }
}
