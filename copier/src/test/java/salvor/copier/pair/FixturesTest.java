package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import salvor.copier.testing.ImageDevice;

/** Members of real arrays that md made, with their superblocks and without. */
@Tag("system")
class FixturesTest {

    /** Beside the repository, wherever the module's tests run. */
    private static final Path FIXTURES = fixtures();

    @TempDir Path folder;

    private static Path fixtures() {
        Path folder = Path.of("").toAbsolutePath();
        Path root = folder.endsWith("copier") ? folder.resolve("..") : folder;
        return root.resolve("../shared/fixtures/md").normalize();
    }

    @BeforeAll
    static void fixturesAreThere() {
        assumeTrue(Files.isDirectory(FIXTURES), "no md fixtures at " + FIXTURES);
    }

    /** What happened to the superblocks. */
    enum Superblocks {
        KEPT,
        ZEROED,
        OF_ANOTHER_ARRAY
    }

    @ParameterizedTest
    @EnumSource
    void aRaid1IsOneMirror(Superblocks superblocks) throws Exception {
        List<Group> groups = groups("raid1-1.2", superblocks);
        assertEquals(1, groups.size());
        assertEquals(Group.Kind.MIRROR, groups.getFirst().kind());
        assertEquals(Optional.of("raid1"), groups.getFirst().layout());
    }

    @ParameterizedTest
    @EnumSource
    void aNearLayoutIsItsMirrors(Superblocks superblocks) throws Exception {
        List<Group> groups = groups("raid10-near2-1.0", superblocks);
        if (superblocks == Superblocks.ZEROED) {
            assertEquals(2, groups.size());
            for (Group group : groups) {
                assertEquals(Group.Kind.MIRROR, group.kind());
                assertEquals(Optional.of("near2"), group.layout());
                assertEquals(65536, group.chunk().orElseThrow());
            }
        } else {
            // The foreign superblocks lie at the start, and these arrays' own at the end.
            assertEquals(List.of(0, 1, 2, 3), groups.getFirst().members());
            assertEquals(Optional.of("near2"), groups.getFirst().layout());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFarLayoutIsFoundWithOrderAndChunk(Superblocks superblocks) throws Exception {
        List<Group> groups = groups("raid10-far2-1.2", superblocks);
        assertEquals(1, groups.size());
        assertEquals(Optional.of("far2"), groups.getFirst().layout());
        assertEquals(List.of(0, 1, 2, 3), groups.getFirst().members());
        assertEquals(65536, groups.getFirst().chunk().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    void aRaid5IsFoundWithLayoutOrderAndChunk(Superblocks superblocks) throws Exception {
        List<Group> groups = groups("raid5-1.2", superblocks);
        assertEquals(1, groups.size());
        assertEquals(Group.Kind.RAID5, groups.getFirst().kind());
        assertEquals(Optional.of("left-symmetric"), groups.getFirst().layout());
        assertEquals(List.of(0, 1, 2), groups.getFirst().members());
        assertEquals(65536, groups.getFirst().chunk().orElseThrow());
    }

    /** The disks are handed over in the order of their true roles. */
    private List<Group> groups(String name, Superblocks superblocks) throws Exception {
        List<Disk> disks = new ArrayList<>();
        for (byte[] image : unpack(name)) {
            switch (superblocks) {
                case KEPT -> {}
                case ZEROED -> {
                    write(image, 4096, new byte[4096]);
                    write(image, ((image.length / 512 - 16) & ~7) * 512, new byte[4096]);
                }
                case OF_ANOTHER_ARRAY -> {
                    TestArray other =
                            new TestArray(TestArray.Kind.RAID6, 5, 1, 2, 4096, 65536, image.length);
                    MdWriter.write(image, other, disks.size(), 77);
                }
            }
            disks.add(Disk.of(disks.size(), new ImageDevice("disk" + disks.size(), image)));
        }
        PairReport report =
                new Pairing(disks, PairingTest.options(false), PairProgress.SILENT)
                        .run(new SplittableRandom(1));
        assertEquals(List.of(), report.unpaired());
        for (Group group : report.groups()) {
            assertTrue(group.certain());
            group.pairs().forEach(p -> assertEquals(0, p.comparison().differing()));
        }
        return report.groups();
    }

    private static void write(byte[] image, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, image, at, bytes.length);
    }

    private Iterable<byte[]> unpack(String name) throws IOException, InterruptedException {
        Path archive = FIXTURES.resolve(name + ".tar.zst");
        Process tar =
                new ProcessBuilder("tar", "--zstd", "-xf", archive.toString())
                        .directory(folder.toFile())
                        .inheritIO()
                        .start();
        assertEquals(0, tar.waitFor());
        TreeMap<String, byte[]> byRole = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("truth.txt"))) {
            int space = line.indexOf(" role");
            if (!line.startsWith("#") && space > 0) {
                Path image = folder.resolve(line.substring(0, space));
                byRole.put(line.substring(space), Files.readAllBytes(image));
            }
        }
        return byRole.values();
    }
}
