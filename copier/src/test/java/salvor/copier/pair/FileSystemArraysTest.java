package salvor.copier.pair;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import salvor.copier.pair.FixturesTest.Superblocks;
import salvor.copier.testing.ImageDevice;

/**
 * Arrays that hold an ext4 file system, of the kinds that the fixtures lack, with other chunks,
 * sizes and data offsets; found whatever became of their superblocks.
 */
@Tag("system")
class FileSystemArraysTest {

    private static final int MIB = 1 << 20;

    @TempDir Path folder;
    private final Random random = new Random(11);

    @BeforeAll
    static void thereIsMkfs() {
        assumeTrue(
                Files.exists(Path.of("/usr/sbin/mkfs.ext4"))
                        || Files.exists(Path.of("/sbin/mkfs.ext4")),
                "no mkfs.ext4");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID1,   2, 1,       0,    0, 24, 2048, raid1
                    RAID1,   3, 1,       0,    0, 20, 1024, raid1
                    NEAR,    4, 2,   0x102,  512, 32, 2048, near2
                    NEAR,   10, 2,   0x102,   64, 16, 1024, near2
                    NEAR,   10, 2,   0x102,  256, 16,    0, near2
                    NEAR,    6, 3,   0x103,   64, 16, 1024, near3
                    NEAR,    3, 2,   0x102,   64, 24, 1024, near2
                    NEAR,    5, 2,   0x102,  128, 16, 1024, near2
                    FAR,     4, 2,   0x201,  128, 24, 2048, far2
                    FAR,     3, 2,   0x201,  512, 32, 1024, far2
                    FAR,     5, 3,   0x301,   64, 24, 1024, far3
                    OFFSET,  4, 2, 0x10201,   64, 24, 1024, offset2
                    OFFSET,  3, 2, 0x10201,  512, 32, 2048, offset2
                    OFFSET,  5, 2, 0x10201,   32, 16,    0, offset2
                    OFFSET,  5, 2, 0x10201,    4, 24, 1024, offset2
                    OFFSET,  5, 3, 0x10301,   64, 24, 1024, offset3
                    RAID5,   3, 1,       2,   64, 24, 1024, left-symmetric
                    RAID5,   4, 1,       2,  512, 48, 2048, left-symmetric
                    RAID5,   5, 1,       1,  128, 16,    0, right-asymmetric
                    RAID5,  10, 1,       2,   64, 16, 1536, left-symmetric
                    RAID5,   3, 1,       5,   64, 24, 1024, parity-last
                    RAID6,   4, 1,       2,   64, 24, 1024, left-symmetric
                    RAID6,   5, 1,       0,  512, 48, 2048, left-asymmetric
                    RAID6,   6, 1,       3,  128, 16, 1024, right-symmetric
                    RAID6,  10, 1,       2,   64, 16, 1024, left-symmetric
                    RAID6,   5, 1,       5,   64, 24, 1024, parity-last
                    RAID6,   4, 1,       8,    4, 24, 1024, ddf-zero-restart
                    RAID6,   6, 1,       8,   64, 16, 1024, ddf-zero-restart
                    RAID6,   5, 1,       9,   64, 24, 1024, ddf-N-restart
                    RAID6,   5, 1,      10,  128, 24, 1024, ddf-N-continue
                    RAID6,   6, 1,      10,   64, 16, 2048, ddf-N-continue
                    RAID6,   5, 1,      16,   64, 24, 1024, left-asymmetric-6
                    RAID6,   4, 1,      17,   64, 24, 1024, right-asymmetric-6
                    RAID6,   5, 1,      18,  512, 48, 1024, left-symmetric-6
                    RAID6,   6, 1,      19,   64, 16, 1024, right-symmetric-6
                    """)
    void isFoundWithKindLayoutChunkAndOrderWhateverBecameOfTheSuperblocks(
            TestArray.Kind kind,
            int disks,
            int copies,
            String layout,
            int chunkKib,
            int sizeMib,
            int originKib,
            String name)
            throws Exception {
        TestArray array =
                new TestArray(
                        kind,
                        disks,
                        copies,
                        Integer.decode(layout),
                        chunkKib << 10,
                        originKib << 10,
                        sizeMib * MIB);
        byte[] fileSystem = fileSystem(array.capacity());
        array.fill(
                (offset, block) ->
                        System.arraycopy(fileSystem, (int) offset, block, 0, block.length));
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, disks).boxed().toList());
        Collections.shuffle(shuffled, random);
        for (Superblocks superblocks : Superblocks.values()) {
            write(array, superblocks);
            List<ImageDevice> devices =
                    shuffled.stream()
                            .map(role -> new ImageDevice("disk" + role, array.members.get(role)))
                            .toList();
            check(array, name, superblocks, shuffled, report(devices));
        }
    }

    /** One member begins further on than the others, as after it was replaced. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID5, 3, 2,  64, 0, 1048576, left-symmetric
                    RAID5, 4, 1, 512, 3, 7340032, right-asymmetric
                    RAID5, 5, 2,  16, 2, 2097152, left-symmetric
                    RAID6, 5, 2,  64, 4, 1048576, left-symmetric
                    RAID6, 6, 0,  32, 1, 3145728, left-asymmetric
                    """)
    void aParitySetOfWhichAMemberBeginsElsewhereIsFoundByContent(
            TestArray.Kind kind,
            int disks,
            int layout,
            int chunkKib,
            int displaced,
            long further,
            String name)
            throws Exception {
        TestArray array = new TestArray(kind, disks, 1, layout, chunkKib << 10, MIB, 24 * MIB);
        byte[] fileSystem = fileSystem(array.capacity());
        array.fill(
                (offset, block) ->
                        System.arraycopy(fileSystem, (int) offset, block, 0, block.length));
        byte[] moved = new byte[24 * MIB + (int) further];
        System.arraycopy(array.members.get(displaced), 0, moved, (int) further, 24 * MIB);
        moved[MIB + (int) further + 54_321] ^= 1;
        array.members.set(displaced, moved);
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, disks).boxed().toList());
        Collections.shuffle(shuffled, random);
        PairReport report =
                report(
                        shuffled.stream()
                                .map(role -> new ImageDevice("" + role, array.members.get(role)))
                                .toList());
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        Group group = report.groups().getFirst();
        assertEquals("raid" + array.level, group.kind().word());
        assertEquals(Optional.of(name), group.layout(), group::toString);
        assertEquals(array.chunk, group.chunk().orElse(0));
        assertEquals(
                IntStream.range(0, disks).boxed().toList(),
                group.members().stream().map(shuffled::get).toList());
        assertTrue(group.orderKnown() && group.certain(), group::toString);
        long origin = MIB + (displaced == 0 ? further : 0);
        assertEquals(origin, group.origin().orElse(0));
        long of = displaced == 0 ? -further : 0;
        assertEquals(
                IntStream.range(0, disks)
                        .mapToObj(role -> of + (role == displaced ? further : 0))
                        .toList(),
                group.shifts());
        Comparison comparison = group.pairs().getFirst().comparison();
        assertEquals(1, comparison.differing(), group::toString);
        assertEquals(origin + 54_321, comparison.first());
        assertEquals(23 * MIB, comparison.compared());
    }

    /** Over the array's own, so that what comes later overwrites what came before. */
    private static void write(TestArray array, Superblocks superblocks) {
        TestArray.Kind foreign =
                array.kind == TestArray.Kind.RAID5 ? TestArray.Kind.FAR : TestArray.Kind.RAID5;
        TestArray other =
                new TestArray(
                        foreign, array.members.size(), 2, 0x201, 1 << 19, array.origin, 4 * MIB);
        for (int role = 0; role < array.members.size(); role++) {
            byte[] member = array.members.get(role);
            switch (superblocks) {
                case KEPT -> MdWriter.write(member, array, role, 7);
                case ZEROED -> MdWriter.erase(member, array);
                case OF_ANOTHER_ARRAY -> MdWriter.write(member, other, role, 99);
            }
        }
    }

    /** With holes in it, a file has more extents than its inode has room for. */
    private static void write(Path file, byte[] bytes, boolean hasHoles) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            int step = hasHoles ? 4096 : bytes.length;
            for (int at = 0; at < bytes.length; at += step) {
                int length = Math.min(step, bytes.length - at);
                channel.write(ByteBuffer.wrap(bytes, at, length), hasHoles ? 2L * at : at);
            }
        }
    }

    private static PairReport report(List<ImageDevice> devices) throws IOException {
        List<Disk> disks = new ArrayList<>();
        devices.forEach(device -> disks.add(Disk.of(disks.size(), device)));
        return new Pairing(disks, PairingTest.options(false), PairProgress.SILENT)
                .run(new SplittableRandom(1));
    }

    private static void check(
            TestArray array,
            String name,
            Superblocks superblocks,
            List<Integer> shuffled,
            PairReport report) {
        String what = superblocks + " " + report.groups();
        assertEquals(List.of(), report.unpaired(), what);
        Set<Set<Integer>> found = new HashSet<>();
        for (Group group : report.groups()) {
            List<Integer> roles = group.members().stream().map(shuffled::get).toList();
            found.add(new TreeSet<>(roles));
            assertTrue(group.certain(), what);
            assertEquals(Optional.of(name), group.layout(), what);
            if (array.kind != TestArray.Kind.RAID1) {
                assertEquals(array.chunk, group.chunk().orElse(0), what);
            }
            if (group.orderKnown()) {
                assertEquals(roles.stream().sorted().toList(), roles, what);
            }
            assertTrue(!group.pairs().isEmpty(), what);
            group.pairs().forEach(pair -> assertEquals(0, pair.comparison().differing(), what));
        }
        boolean isOfMirrors = array.kind == TestArray.Kind.NEAR && array.isOfMirrors();
        boolean isMirrors =
                array.kind == TestArray.Kind.RAID1
                        || (isOfMirrors && superblocks != Superblocks.KEPT);
        Set<Set<Integer>> truth =
                isOfMirrors && superblocks == Superblocks.KEPT
                        ? Set.of(new TreeSet<>(shuffled))
                        : array.sets().stream().map(TreeSet::new).collect(Collectors.toSet());
        assertEquals(truth, found, what);
        assertEquals(
                isMirrors ? "mirror" : array.level == 10 ? "raid10" : "raid" + array.level,
                report.groups().getFirst().kind().word(),
                what);
        boolean canTell = !isMirrors || superblocks == Superblocks.KEPT;
        assertEquals(canTell, report.groups().getFirst().orderKnown(), what);
    }

    /** A file system a third full of texts and of what cannot be told from noise. */
    private byte[] fileSystem(long size) throws IOException, InterruptedException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        long written = 0;
        for (int i = 0; written < size / 3; i++) {
            Path place = Files.createDirectories(tree.resolve("folder" + i % 7));
            byte[] bytes = new byte[1 + random.nextInt((int) Math.min(size / 40, 600_000))];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = (byte) ('a' + (bytes[at] & 15));
                }
            }
            write(place.resolve("file" + i), bytes, i % 3 == 0);
            written += bytes.length;
        }
        Path image = folder.resolve("image");
        Process mkfs =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "PATH=$PATH:/usr/sbin:/sbin truncate -s $1 $2 &&"
                                        + " mkfs.ext4 -q -F -d $3 $2",
                                "mkfs",
                                Long.toString(size / 4096 * 4096),
                                image.toString(),
                                tree.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, mkfs.waitFor());
        byte[] bytes = new byte[(int) size];
        byte[] made = Files.readAllBytes(image);
        System.arraycopy(made, 0, bytes, 0, made.length);
        return bytes;
    }
}
