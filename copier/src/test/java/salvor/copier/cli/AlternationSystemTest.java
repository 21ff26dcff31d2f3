package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/**
 * Salvor and GNU ddrescue take turns at one rescue, each stopped early, and end where either alone
 * would have. What of the disk is bad, ddrescue's test mode takes from a mapfile and the simulated
 * drive from a fault file.
 */
@Tag("system")
final class AlternationSystemTest {

    private static final int SECTOR = 512;
    private static final int SECTORS_MAX = 6000;

    @TempDir Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void anyTurnsEndInTheSameImage() {
        Cases.run(
                50,
                random -> {
                    List<String> turns = new ArrayList<>();
                    try {
                        RescueMap truth = damage(random);
                        byte[] disk = disk(random, (int) truth.size());
                        for (String name : List.of("image", "image.map", "image.map.salvor")) {
                            Files.deleteIfExists(folder.resolve(name));
                        }
                        for (int i = 1 + random.nextInt(5); i > 0; i--) {
                            turns.add(turn(random, random.nextBoolean(), false));
                            assertNothingFalse(disk, truth);
                        }
                        boolean ours = random.nextBoolean();
                        turns.add(turn(random, ours, true));
                        if (!ours) {
                            // 1.27 leaves some to be scraped when its copying ends in trimming.
                            turns.add(turn(random, ours, true));
                        }
                        assertComplete(disk, truth);
                    } catch (AssertionError e) {
                        throw new AssertionError(String.join("; ", turns) + ": " + e, e);
                    }
                });
    }

    /**
     * Bad sectors alone, in runs and in swarms; saved for both programs. The last one can be read:
     * ddrescue 1.27 takes one that is bad in test mode for the end of the disk.
     */
    private RescueMap damage(Random random) throws IOException {
        int sectors = 1 + random.nextInt(SECTORS_MAX);
        RescueMap truth = new RescueMap((long) sectors * SECTOR);
        truth.set(new Extent(0, truth.size()), Status.RESCUED);
        StringBuilder faults = new StringBuilder();
        for (int swarm = random.nextInt(6); swarm > 0; swarm--) {
            int centre = random.nextInt(sectors);
            int width = 1 + random.nextInt(300);
            int longest = 1 << random.nextInt(7);
            for (int run = 1 + random.nextInt(12); run > 0; run--) {
                int start = centre + random.nextInt(width);
                int end = Math.min(sectors - 1, start + 1 + random.nextInt(longest));
                if (start >= end) {
                    continue;
                }
                Extent bad = Extent.between((long) start * SECTOR, (long) end * SECTOR);
                truth.set(bad, Status.BAD);
                faults.append("bad %d %d 10%n".formatted(bad.start(), bad.length()));
            }
        }
        Files.writeString(folder.resolve("faults"), faults);
        new MapFile(truth, new StatusLine(0, '+', 1)).save(path("truth.map"), List.of());
        return truth;
    }

    private byte[] disk(Random random, int size) throws IOException {
        byte[] disk = new byte[size];
        random.nextBytes(disk);
        int zeros = random.nextInt(size);
        Arrays.fill(disk, zeros, Math.min(size, zeros + random.nextInt(1 << 19)), (byte) 0);
        Files.write(folder.resolve("disk"), disk);
        return disk;
    }

    /** One program's turn; says what ran. */
    private String turn(Random random, boolean ours, boolean last)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (ours) {
            words.addAll(List.of("rescue", "-q"));
            words.addAll(last ? List.of("--exhaustive") : ourLimits(random));
            words.add("sim:faults=" + path("faults") + ",disk=" + path("disk"));
        } else {
            words.addAll(List.of("ddrescue", "-q", "-H", path("truth.map")));
            words.addAll(last ? List.of() : theirLimits(random));
            words.add(path("disk"));
        }
        words.addAll(List.of(path("image"), path("image.map")));
        String what = String.join(" ", words).replace(folder + "/", "");
        if (ours) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int status = Program.run(words, new Output(out, out));
            assertTrue(status <= 1, what + ": " + out.toString(StandardCharsets.UTF_8));
        } else {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            byte[] said = process.getInputStream().readAllBytes();
            int status = process.waitFor();
            assertTrue(status <= 1, what + ": " + new String(said, StandardCharsets.UTF_8));
        }
        return what;
    }

    private static List<String> ourLimits(Random random) {
        List<String> limits = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            limits.addAll(List.of("--stop-after-failures", "" + (1 + random.nextInt(20))));
        }
        if (random.nextBoolean()) {
            limits.addAll(List.of("--policy", random.nextBoolean() ? "classic" : "adaptive"));
        }
        if (random.nextInt(3) == 0) {
            limits.addAll(List.of("-c", "" + (1 << random.nextInt(9))));
        }
        if (random.nextInt(3) == 0) {
            limits.add(random.nextBoolean() ? "-n" : "-R");
        }
        return limits;
    }

    private static List<String> theirLimits(Random random) {
        List<String> limits = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            limits.add("-e" + random.nextInt(8));
        }
        if (random.nextInt(3) == 0) {
            limits.add("-c" + (1 << random.nextInt(9)));
        }
        if (random.nextInt(3) == 0) {
            limits.add(List.of("-n", "-N", "-R", "-r1", "-M", "-A").get(random.nextInt(6)));
        }
        return limits;
    }

    private RescueMap map(RescueMap truth) throws IOException {
        return MapFile.read(path("image.map"), truth.size()).map();
    }

    /** What the map calls rescued is the disk's, and was readable. */
    private void assertNothingFalse(byte[] disk, RescueMap truth) throws IOException {
        byte[] image = Files.readAllBytes(folder.resolve("image"));
        for (Region region : map(truth).regions()) {
            if (region.status() == Status.RESCUED) {
                int start = (int) region.extent().start();
                int end = (int) region.extent().end();
                assertArrayEquals(
                        Arrays.copyOfRange(disk, start, end),
                        Arrays.copyOfRange(image, start, end));
                for (Region part : truth.regions()) {
                    assertTrue(
                            part.status() == Status.RESCUED
                                    || !part.extent().overlaps(region.extent()),
                            region + " cannot be read");
                }
            }
        }
    }

    private void assertComplete(byte[] disk, RescueMap truth) throws IOException {
        assertEquals(truth.regions(), map(truth).regions());
        byte[] wanted = disk.clone();
        for (Region region : truth.regions()) {
            if (region.status() == Status.BAD) {
                Extent bad = region.extent();
                Arrays.fill(wanted, (int) bad.start(), (int) bad.end(), (byte) 0);
            }
        }
        assertArrayEquals(wanted, Files.readAllBytes(folder.resolve("image")));
    }
}
