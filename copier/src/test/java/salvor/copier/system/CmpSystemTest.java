package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.protocol.message.Extent;

/**
 * {@code cmp} as a process: on disks that fail, here and in a server, and what goes over a link.
 */
@Tag("system")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CmpSystemTest {

    private static final int SECTOR = 512;
    private static final int DISK = 64 << 20;
    private static final int BAD = 100;
    private static final int CHANGED = 1000;

    private final Random random = new Random(20);

    @TempDir Path folder;
    private byte[] disk;
    private Path original;
    private Path changed;

    /** Sectors that fail, ascending. */
    private List<Extent> bad;

    /** Changed bytes outside of them. */
    private long differing;

    @BeforeEach
    void makeDisks() throws IOException {
        disk = new byte[DISK];
        random.nextBytes(disk);
        original = Files.write(folder.resolve("original"), disk);
        TreeSet<Long> sectors = new TreeSet<>();
        while (sectors.size() < BAD) {
            // Apart from each other, so that each is an area of its own.
            sectors.add(3 * random.nextLong(DISK / SECTOR / 3));
        }
        bad = sectors.stream().map(sector -> new Extent(sector * SECTOR, SECTOR)).toList();
        byte[] copy = disk.clone();
        for (int i = 0; i < CHANGED; i++) {
            copy[random.nextInt(DISK)]++;
        }
        bad.forEach(extent -> copy[(int) extent.start()]++);
        changed = Files.write(folder.resolve("changed"), copy);
        differing = 0;
        for (int i = 0; i < DISK; i++) {
            differing += copy[i] != disk[i] && !sectors.contains((long) i / SECTOR) ? 1 : 0;
        }
    }

    private void requireAllButTheBadSectors(Program.Result result, String name) {
        result.expect(2);
        List<String> areas = new ArrayList<>();
        for (Extent extent : bad) {
            areas.add(
                    "cmp: "
                            + name
                            + ": Input/output error, bytes "
                            + (extent.start() + 1)
                            + "-"
                            + extent.end());
        }
        assertEquals(areas, result.err().lines().toList());
        assertTrue(result.out().contains("\"differing_bytes\":" + differing + ","), result.out());
        assertTrue(
                result.out().contains("\"compared_bytes\":" + (DISK - BAD * SECTOR) + ","),
                result.out());
        assertTrue(
                result.out().contains("\"unreadable_bytes\":" + BAD * SECTOR + "}"), result.out());
    }

    @Test
    void aFailingDiskIsComparedButForItsBadSectors() throws Exception {
        Path lab = Files.createDirectory(folder.resolve("lab"));
        try (FailingBlockDevice device = FailingBlockDevice.start(lab, original, bad)) {
            String other = changed.toString();
            Program.Result near = Program.salvor(folder, "cmp", "--json", device.node(), other);
            requireAllButTheBadSectors(near, device.node());
            try (Server server = Server.start(folder, 0, "--export", "bad=" + device.node())) {
                String there = server.location("bad");
                Program.Result far = Program.salvor(folder, "cmp", "--json", there, other);
                requireAllButTheBadSectors(far, there);
                assertEquals(near.out(), far.out());
            }
        }
    }

    /** A mapped file whose reads fail would end many a program by a signal. */
    @Test
    void aFileOnAFileSystemThatFailsIsComparedButForItsBadSectors() throws Exception {
        Path lab = Files.createDirectory(folder.resolve("lab"));
        try (FailingBlockDevice device = FailingBlockDevice.start(lab, original, bad)) {
            String file = device.file().toString();
            String other = changed.toString();
            Program.Result near = Program.salvor(folder, "cmp", "--json", file, other);
            requireAllButTheBadSectors(near, file);
            try (Server server = Server.start(folder, 0, "--export", "bad=" + file)) {
                String there = server.location("bad");
                requireAllButTheBadSectors(
                        Program.salvor(folder, "cmp", "--json", there, other), there);
            }
        }
    }

    @Test
    void aHundredChangedBlocksOfTenGigabytesCostAThousandthOfThemOnTheLink() throws Exception {
        long size = 10L << 30;
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        byte[] run = new byte[64 << 10];
        try (RandomAccessFile first = new RandomAccessFile(one.toFile(), "rw");
                RandomAccessFile second = new RandomAccessFile(two.toFile(), "rw")) {
            first.setLength(size);
            second.setLength(size);
            for (int i = 0; i < 2000; i++) {
                random.nextBytes(run);
                long at = random.nextLong(size - run.length) & -4096L;
                write(first, at, run);
                write(second, at, run);
            }
            for (int i = 0; i < 100; i++) {
                random.nextBytes(run);
                write(second, random.nextLong(size / 4096) * 4096, Arrays.copyOf(run, 4096));
            }
        }
        Program.Result near = Program.salvor(folder, "cmp", "-l", one.toString(), two.toString());
        near.expect(1);
        try (Server server = Server.start(folder, 0, "--root", folder.toString())) {
            long before = loopbackBytes();
            String there = server.location("two");
            Program.Result far = Program.salvor(folder, "cmp", "-l", one.toString(), there);
            long wire = loopbackBytes() - before;
            far.expect(1);
            assertEquals(near.out(), far.out());
            assertTrue(wire <= size / 1000, wire + " bytes on the link");
            System.out.println("cmp of 10 GiB, 100 blocks changed: " + wire + " bytes on the link");
        }
    }

    private static void write(RandomAccessFile file, long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
    }

    /** All that went over the loopback interface, with every header, whoever sent it. */
    private static long loopbackBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
            String[] fields = line.strip().split("[:\\s]+", -1);
            if (fields[0].equals("lo")) {
                return Long.parseLong(fields[1]);
            }
        }
        throw new IOException("no loopback interface");
    }
}
