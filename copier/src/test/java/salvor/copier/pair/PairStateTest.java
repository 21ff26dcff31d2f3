package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.Extent;

/** Comparisons that are stopped and go on. */
class PairStateTest {

    private static final int SIZE = 24 << 20;

    @TempDir Path folder;
    private final List<ImageDevice> devices = new ArrayList<>();
    private Path file = Path.of("");

    @BeforeEach
    void twoMirrorsThatDiffer() {
        file = folder.resolve("state");
        Random random = new Random(3);
        for (int pair = 0; pair < 2; pair++) {
            byte[] disk = new byte[SIZE];
            random.nextBytes(disk);
            byte[] twin = disk.clone();
            for (int i = 0; i < 50; i++) {
                twin[random.nextInt(SIZE)] ^= 1;
            }
            devices.add(new ImageDevice("a" + pair, disk));
            devices.add(new ImageDevice("b" + pair, twin));
        }
        devices.get(1).fail(new Extent(5_000_192, 512));
    }

    /** Runs until {@code windows} are compared, or to the end for 0. */
    private PairReport run(long windows) throws IOException {
        List<Disk> disks = new ArrayList<>();
        devices.forEach(device -> disks.add(Disk.of(disks.size(), device)));
        PairOptions options = new PairOptions(false, false, Optional.of(file.toString()));
        List<Pairing> running = new ArrayList<>();
        PairProgress stopping =
                new PairProgress() {
                    @Override
                    public void sampled(long bytes) {}

                    @Override
                    public void confirmed(long done, long total) {
                        if (windows > 0 && done >= windows) {
                            running.forEach(Pairing::stop);
                        }
                    }
                };
        Pairing pairing = new Pairing(disks, options, stopping);
        running.add(pairing);
        return pairing.run(new SplittableRandom(1));
    }

    private static List<Group.Pair> pairs(PairReport report) {
        return report.groups().stream().flatMap(g -> g.pairs().stream()).toList();
    }

    @Test
    void aStoppedComparisonGoesOnAndEndsAsIfNothingHadHappened() throws IOException {
        PairReport whole = run(0);
        assertFalse(Files.exists(file), "nothing is left to go on from");
        long read = devices.getFirst().bytesRead();
        assertThrows(IOException.class, () -> run(60));
        long stopped = devices.getFirst().bytesRead();
        PairReport rest = run(0);
        long after = devices.getFirst().bytesRead() - stopped;
        assertEquals(pairs(whole), pairs(rest));
        assertEquals(512, pairs(rest).stream().mapToLong(p -> p.comparison().unreadable()).sum());
        assertTrue(read - after > SIZE / 2, read + " bytes in one go, then " + after);
        assertFalse(Files.exists(file));
    }

    @Test
    void aStateOfOtherDisksIsRefused() throws IOException {
        assertThrows(IOException.class, () -> run(10));
        assertTrue(Files.exists(file));
        devices.removeLast();
        IOException refused = assertThrows(IOException.class, () -> run(0));
        assertTrue(String.valueOf(refused.getMessage()).contains("remove it to begin anew"));
    }

    @Test
    void aFileThatIsNoStateIsLeftAlone() throws IOException {
        byte[] precious = "precious\n".getBytes(StandardCharsets.UTF_8);
        Files.write(file, precious);
        IOException refused = assertThrows(IOException.class, () -> run(0));
        assertTrue(String.valueOf(refused.getMessage()).contains("not a state"));
        assertEquals(List.of("precious"), Files.readAllLines(file));
    }

    @Test
    void damagedStatesNeverDoMoreThanBeRefused() throws IOException {
        assertThrows(IOException.class, () -> run(40));
        String good = Files.readString(file);
        assertEquals(good, PairState.parse(good).text());
        Random random = new Random(9);
        for (int i = 0; i < 2000; i++) {
            char[] text = good.toCharArray();
            text[random.nextInt(text.length)] = (char) (' ' + random.nextInt(95));
            int end = random.nextInt(4) == 0 ? random.nextInt(text.length) : text.length;
            try {
                PairState.parse(new String(text, 0, end));
            } catch (IllegalArgumentException e) {
                // Refused: as it should be.
            }
        }
    }
}
