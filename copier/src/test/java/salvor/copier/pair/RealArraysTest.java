package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import salvor.copier.pair.FixturesTest.Superblocks;
import salvor.copier.testing.ImageDevice;

/**
 * Arrays that Linux's own md makes and fills through ext4, in a user-mode Linux, for the machine's
 * kernel may have no md: one boot for all.
 */
@Tag("system")
class RealArraysTest {

    private static final int MIB = 1 << 20;
    private static final Path KERNEL = Path.of("/usr/bin/linux.uml");
    private static final int BOOT_SECONDS_MAX = 600;

    /**
     * An array.
     *
     * @param layout as mdadm takes it; "-" for RAID1
     * @param name as {@code pair} calls the layout
     * @param chunk KiB
     * @param size MiB of a member
     */
    private record Made(
            int level, String layout, String name, int disks, int chunk, String version, int size) {

        String options() {
            return "--level=%d --raid-devices=%d --metadata=%s".formatted(level, disks, version)
                    + (level == 1 ? "" : " --layout=%s --chunk=%d".formatted(layout, chunk));
        }

        /** Bytes of files that leave it a little more than half full. */
        int content() {
            int data =
                    switch (level) {
                        case 1 -> 2;
                        case 5 -> 2 * (disks - 1);
                        case 6 -> 2 * (disks - 2);
                        default -> layout.endsWith("3") ? 2 * disks / 3 : disks;
                    };
            return size * MIB / 100 * 27 * data;
        }
    }

    private static final List<Made> ARRAYS =
            List.of(
                    new Made(1, "-", "raid1", 3, 0, "1.2", 16),
                    new Made(10, "n2", "near2", 10, 64, "1.0", 12),
                    new Made(10, "n2", "near2", 5, 64, "1.2", 16),
                    new Made(10, "n3", "near3", 6, 32, "1.2", 16),
                    new Made(10, "o2", "offset2", 4, 64, "1.2", 24),
                    new Made(10, "f2", "far2", 5, 128, "1.1", 24),
                    new Made(10, "f3", "far3", 4, 64, "1.2", 32),
                    new Made(5, "right-asymmetric", "right-asymmetric", 4, 32, "0.90", 24),
                    new Made(5, "parity-first", "parity-last", 4, 64, "1.2", 24),
                    new Made(6, "left-symmetric", "left-symmetric", 5, 64, "1.2", 24),
                    new Made(6, "parity-first", "parity-last", 5, 128, "1.2", 24),
                    new Made(6, "ddf-zero-restart", "ddf-zero-restart", 4, 16, "1.0", 24),
                    new Made(6, "ddf-N-restart", "ddf-N-restart", 5, 64, "1.2", 24),
                    new Made(6, "ddf-N-continue", "ddf-N-continue", 5, 64, "1.2", 24),
                    new Made(6, "left-symmetric-6", "left-symmetric-6", 5, 64, "1.1", 24));

    @TempDir static Path folder;

    @BeforeAll
    static void boot() throws Exception {
        assumeTrue(Files.isExecutable(KERNEL), "no user-mode-linux");
        Path init = folder.resolve("init");
        Files.writeString(init, String.join("\n", script()) + "\n");
        assertTrue(init.toFile().setExecutable(true));
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        KERNEL.toString(),
                        "mem=512M",
                        "root=/dev/root",
                        "rootfstype=hostfs",
                        "rootflags=/",
                        "rw",
                        "init=" + init,
                        "con=null",
                        "con0=fd:0,fd:1",
                        "quiet");
        builder.environment().put("HOME", folder.toString());
        Process kernel =
                builder.redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean isOver = kernel.waitFor(BOOT_SECONDS_MAX, TimeUnit.SECONDS);
        kernel.descendants().forEach(ProcessHandle::destroyForcibly);
        kernel.destroyForcibly();
        String said = Files.readString(log);
        assertTrue(isOver && said.contains("all made"), said);
    }

    /** What the kernel runs as its first process, on this machine's own files. */
    private static List<String> script() throws IOException {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "#!/bin/sh",
                                "export PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                                "mount -t proc proc /proc; mount -t sysfs sysfs /sys",
                                "mountpoint -q /dev || mount -t devtmpfs dev /dev",
                                "mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /mnt; mkdir /mnt/m",
                                "cd /usr/lib/uml/modules/$(uname -r)/kernel",
                                "for m in crypto/xor lib/raid6/raid6_pq crypto/async_tx/async_tx"
                                        + " crypto/async_tx/async_memcpy crypto/async_tx/async_xor"
                                        + " crypto/async_tx/async_pq"
                                        + " crypto/async_tx/async_raid6_recov lib/libcrc32c"
                                        + " drivers/md/md-mod drivers/md/raid1 drivers/md/raid10"
                                        + " drivers/md/raid456 drivers/block/loop; do",
                                "[ -f $m.ko ] && insmod $m.ko; done",
                                "set -e; trap 'echo o >/proc/sysrq-trigger; sleep 9' EXIT"));
        for (int number = 0; number < ARRAYS.size(); number++) {
            array(number, lines);
        }
        lines.addAll(List.of("sync", "echo all made"));
        return lines;
    }

    private static void array(int number, List<String> lines) throws IOException {
        Made array = ARRAYS.get(number);
        Path files = Files.createDirectory(folder.resolve("files" + number));
        fill(files, array.content(), new Random(number));
        StringBuilder devices = new StringBuilder();
        for (int role = 0; role < array.disks(); role++) {
            Path image = image(number, role);
            Files.write(image, new byte[array.size() * MIB]);
            lines.add("[ -b /dev/loop%d ] || mknod /dev/loop%1$d b 7 %1$d".formatted(role));
            lines.add("losetup /dev/loop%d %s".formatted(role, image));
            devices.append(" /dev/loop").append(role);
        }
        lines.addAll(
                List.of(
                        "yes | mdadm --quiet --create /dev/md0 --run --force "
                                + array.options()
                                + devices,
                        "mdadm --wait /dev/md0 || :",
                        "mkfs.ext4 -q -F /dev/md0",
                        "mount /dev/md0 /mnt/m",
                        "cp -r %s/. /mnt/m".formatted(files),
                        "umount /mnt/m",
                        "mdadm --wait /dev/md0 || :",
                        "mdadm --quiet --stop /dev/md0",
                        "losetup -d" + devices));
    }

    private static Path image(int number, int role) {
        return folder.resolve("array%d-%d".formatted(number, role));
    }

    /** Files of noise and of text, in several folders. */
    private static void fill(Path files, int bytes, Random random) throws IOException {
        for (int left = bytes, number = 0; left > 0; number++) {
            byte[] content = new byte[Math.min(left, 1000 + random.nextInt(400_000))];
            if (random.nextBoolean()) {
                random.nextBytes(content);
            } else {
                for (int i = 0; i < content.length; i++) {
                    content[i] = (byte) (' ' + random.nextInt(90));
                }
            }
            Path within = files.resolve("folder" + number % 7);
            Files.createDirectories(within);
            Files.write(within.resolve("file" + number), content);
            left -= content.length;
        }
    }

    static List<Arguments> each() {
        List<Arguments> each = new ArrayList<>();
        for (int number = 0; number < ARRAYS.size(); number++) {
            for (Superblocks superblocks : Superblocks.values()) {
                each.add(Arguments.of(number, superblocks));
            }
        }
        return each;
    }

    @ParameterizedTest
    @MethodSource("each")
    void isFoundWithKindLayoutChunkAndOrder(int number, Superblocks superblocks) throws Exception {
        Made array = ARRAYS.get(number);
        List<Integer> shuffled = new ArrayList<>(roles(array));
        Collections.shuffle(shuffled, new Random(number));
        List<Disk> disks = new ArrayList<>();
        for (int role : shuffled) {
            byte[] image = Files.readAllBytes(image(number, role));
            change(image, array, role, superblocks);
            disks.add(Disk.of(disks.size(), new ImageDevice("disk" + role, image)));
        }
        PairReport report =
                new Pairing(disks, PairingTest.options(false), PairProgress.SILENT)
                        .run(new SplittableRandom(1));
        assertEquals(List.of(), report.unpaired(), () -> array + " " + report.notes());
        boolean isNear = array.layout().startsWith("n");
        boolean areMirrors = array.level() == 1 || (isNear && array.disks() % copies(array) == 0);
        if (areMirrors && superblocks != Superblocks.KEPT) {
            mirrors(array, report, shuffled);
            return;
        }
        assertEquals(1, report.groups().size(), () -> array + " " + report.groups());
        Group group = report.groups().getFirst();
        assertEquals(array.level() == 1 ? "mirror" : "raid" + array.level(), group.kind().word());
        assertTrue(group.certain(), group::toString);
        group.pairs().forEach(p -> assertEquals(0, p.comparison().differing(), group::toString));
        boolean isTold = superblocks == Superblocks.KEPT;
        String name = isTold && array.level() != 10 ? told(array) : array.name();
        assertEquals(Optional.of(name), group.layout(), group::toString);
        assertTrue(group.orderKnown(), group::toString);
        List<Integer> order = group.members().stream().map(shuffled::get).toList();
        assertEquals(isTold ? roles(array) : asNamed(array), order, group::toString);
        if (array.level() != 1) {
            assertEquals(array.chunk() << 10, group.chunk().orElse(0), group::toString);
        }
    }

    private static List<Integer> roles(Made array) {
        return IntStream.range(0, array.disks()).boxed().toList();
    }

    private static String told(Made array) {
        return array.level() == 1 ? array.name() : array.layout();
    }

    private static int copies(Made array) {
        return array.layout().charAt(1) - '0';
    }

    /** With the parities on the first members an array is what it is with them on the last. */
    private static List<Integer> asNamed(Made array) {
        List<Integer> order = new ArrayList<>(roles(array));
        if (array.layout().equals("parity-first")) {
            Collections.rotate(order, array.level() == 6 ? -2 : -1);
        }
        return order;
    }

    /** Without superblocks nothing tells which mirror of a near layout is which. */
    private static void mirrors(Made array, PairReport report, List<Integer> shuffled) {
        int together = array.level() == 1 ? array.disks() : copies(array);
        assertEquals(array.disks() / together, report.groups().size());
        for (Group group : report.groups()) {
            assertEquals(Group.Kind.MIRROR, group.kind());
            assertTrue(group.certain(), group::toString);
            int[] sets =
                    group.members().stream()
                            .mapToInt(m -> shuffled.get(m) / together)
                            .distinct()
                            .toArray();
            assertEquals(1, sets.length, group::toString);
            assertEquals(together, group.members().size());
        }
    }

    private static void change(byte[] image, Made array, int role, Superblocks superblocks) {
        int end = ((image.length / 512 - 16) & ~7) * 512;
        int at =
                switch (array.version()) {
                    case "0.90" -> (image.length & -65536) - 65536;
                    case "1.0" -> end;
                    case "1.1" -> 0;
                    default -> 4096;
                };
        switch (superblocks) {
            case KEPT -> {}
            case ZEROED -> Arrays.fill(image, at, at + 4096, (byte) 0);
            case OF_ANOTHER_ARRAY -> {
                Arrays.fill(image, at, at + 4096, (byte) 0);
                int disks = array.disks() + 1;
                TestArray other =
                        new TestArray(TestArray.Kind.RAID6, disks, 1, 2, 4096, 65536, image.length);
                MdWriter.write(image, other, role, 77);
            }
        }
    }
}
