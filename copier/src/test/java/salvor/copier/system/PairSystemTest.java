package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.protocol.message.Extent;

/** {@code salvor pair} as a process, on block devices, failing ones, and disks of a server. */
@Tag("system")
final class PairSystemTest {

    private static final int SIZE = 32 << 20;
    private static final int SECTOR = 512;
    private static final int BAD_SECTORS = 100;
    private static final long PATIENCE_S = 120;

    @TempDir Path folder;

    private final long seed = Long.getLong("salvor.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void membersOfAMirrorWithBadSectorsAreComparedWhereBothCanBeRead() throws Exception {
        byte[] first = noise();
        byte[] second = first.clone();
        SortedSet<Long> badOfFirst = badSectors();
        SortedSet<Long> badOfSecond = badSectors();
        SortedSet<Long> bad = new TreeSet<>(badOfFirst);
        bad.addAll(badOfSecond);
        SortedSet<Integer> changed = change(second, bad);
        try (FailingBlockDevice one = failing("one", first, badOfFirst);
                FailingBlockDevice other = failing("other", second, badOfSecond)) {
            String json = pair(one.node(), other.node()).expect(0).out();
            assertEquals(List.of("mirror"), texts(json, "kind"), this::seed);
            assertEquals(List.of(changed.first() + 1L), numbers(json, "first_difference"));
            assertCounts(json, changed.size(), bad.size() * (long) SECTOR);
        }
    }

    @Test
    void membersOfARaid5WithBadSectorsAreComparedWhereAllCanBeRead() throws Exception {
        byte[] first = noise();
        byte[] second = noise();
        byte[] parity = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            parity[i] = (byte) (first[i] ^ second[i]);
        }
        SortedSet<Long> badOfFirst = badSectors();
        SortedSet<Long> badOfParity = badSectors();
        SortedSet<Long> bad = new TreeSet<>(badOfFirst);
        bad.addAll(badOfParity);
        SortedSet<Integer> changed = change(second, bad);
        Path whole = Files.write(folder.resolve("whole"), second);
        try (FailingBlockDevice one = failing("one", first, badOfFirst);
                FailingBlockDevice three = failing("three", parity, badOfParity)) {
            String json = pair(one.node(), whole.toString(), three.node()).expect(0).out();
            assertEquals(List.of("raid5"), texts(json, "kind"), this::seed);
            assertCounts(json, changed.size(), bad.size() * (long) SECTOR);
        }
    }

    @Test
    void aKilledComparisonGoesOnFromItsState() throws Exception {
        byte[] first = noise();
        byte[] second = first.clone();
        SortedSet<Long> bad = badSectors();
        SortedSet<Integer> changed = change(second, bad);
        Path other = Files.write(folder.resolve("other"), second);
        Path state = folder.resolve("state");
        try (FailingBlockDevice slow =
                failing("slow", first, bad, "--filter=delay", "delay-read=10ms")) {
            String[] command = {
                "pair", "--json", "--no-smart", "--state", state.toString(), slow.node(), "other"
            };
            Process killed = Program.start(folder, folder.resolve("killed.log"), Map.of(), command);
            for (int i = 0; i < PATIENCE_S * 20 && !Files.exists(state); i++) {
                Thread.sleep(50);
            }
            assertTrue(killed.isAlive(), () -> "it ended before it could be killed" + seed());
            killed.destroyForcibly();
            assertTrue(killed.waitFor(PATIENCE_S, TimeUnit.SECONDS));
            assertTrue(Files.readString(state).contains("\nwindows "));
            String json = Program.salvor(folder, command).expect(0).out();
            assertCounts(json, changed.size(), bad.size() * (long) SECTOR);
            assertTrue(Files.notExists(state));
            assertEquals(SIZE, Files.size(other));
        }
    }

    @Test
    void disksOfAServerAreComparedLikeOnesOfThisMachine() throws Exception {
        byte[] first = noise();
        byte[] second = first.clone();
        SortedSet<Integer> changed = change(second, new TreeSet<>());
        Path near = Files.write(folder.resolve("near"), first);
        Path far = Files.write(folder.resolve("far"), second);
        try (Server server = Server.start(folder, 0, "--export", "far=" + far)) {
            String json = pair(near.toString(), server.location("far")).expect(0).out();
            assertEquals(List.of("mirror"), texts(json, "kind"), this::seed);
            assertCounts(json, changed.size(), 0);
        }
    }

    @Test
    void eachBlockDeviceIsReadOnceBesideItsSamples() throws Exception {
        List<String> nodes = new ArrayList<>();
        int size = 4 * SIZE;
        byte[] content = new byte[size];
        try {
            for (int i = 0; i < 4; i++) {
                if (i % 2 == 0) {
                    random.nextBytes(content);
                }
                Path image = Files.write(folder.resolve("disk" + i), content);
                nodes.add(
                        Program.run(
                                        folder,
                                        List.of(
                                                "losetup",
                                                "--find",
                                                "--show",
                                                "--read-only",
                                                "--direct-io=on",
                                                image.toString()))
                                .expect(0)
                                .out()
                                .strip());
            }
            List<Long> before = nodes.stream().map(PairSystemTest::bytesRead).toList();
            String json = pair(nodes.toArray(String[]::new)).expect(0).out();
            long sampled = numbers(json, "sampled_bytes").getFirst();
            for (int i = 0; i < 4; i++) {
                long read = bytesRead(nodes.get(i)) - before.get(i) - sampled;
                System.out.printf("pair: %d bytes read of %d, samples not counted%n", read, size);
                assertTrue(read >= size && read <= size * 1.01, read + " of " + size);
            }
        } finally {
            for (String node : nodes) {
                Program.run(folder, "losetup", "--detach", node).expect(0);
            }
        }
    }

    /** By the kernel's own count. */
    private static long bytesRead(String node) {
        Path stat = Path.of("/sys/block", node.substring("/dev/".length()), "stat");
        try {
            return new Scanner(Files.readString(stat))
                            .tokens()
                            .skip(2)
                            .findFirst()
                            .map(Long::parseLong)
                            .orElseThrow()
                    * SECTOR;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Program.Result pair(String... disks) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("pair", "--json", "--no-smart"));
        arguments.addAll(List.of(disks));
        return Program.salvor(folder, arguments.toArray(String[]::new));
    }

    private void assertCounts(String json, long differing, long unreadable) {
        assertEquals(List.of(unreadable), numbers(json, "unreadable_bytes"), this::seed);
        assertEquals(List.of(differing), numbers(json, "differing_bytes"), this::seed);
        assertEquals(List.of(SIZE - unreadable), numbers(json, "compared_bytes"), this::seed);
        assertTrue(json.contains("\"certain\":true"), json);
        assertTrue(json.contains("\"unpaired\":[]"), json);
    }

    private String seed() {
        return " -Dsalvor.seed=" + seed;
    }

    private byte[] noise() {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    private SortedSet<Long> badSectors() {
        SortedSet<Long> bad = new TreeSet<>();
        while (bad.size() < BAD_SECTORS) {
            bad.add((long) random.nextInt(SIZE / SECTOR));
        }
        return bad;
    }

    /** Changes bytes outside of bad sectors, and says which. */
    private SortedSet<Integer> change(byte[] disk, Set<Long> bad) {
        SortedSet<Integer> changed = new TreeSet<>();
        while (changed.size() < 40) {
            int at = random.nextInt(SIZE);
            if (!bad.contains((long) at / SECTOR) && changed.add(at)) {
                disk[at] ^= 1;
            }
        }
        return changed;
    }

    private FailingBlockDevice failing(String name, byte[] disk, Set<Long> sectors, String... more)
            throws IOException, InterruptedException {
        Path image = Files.write(folder.resolve(name + ".img"), disk);
        List<Extent> bad = sectors.stream().map(s -> new Extent(s * SECTOR, SECTOR)).toList();
        return FailingBlockDevice.start(
                Files.createDirectory(folder.resolve(name)), image, bad, more);
    }

    private static List<Long> numbers(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":(\\d+)").matcher(json);
        return matcher.results().map(r -> Long.parseLong(r.group(1))).toList();
    }

    private static List<String> texts(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        return matcher.results().map(r -> r.group(1)).toList();
    }
}
