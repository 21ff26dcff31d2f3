package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of text files: a disk with two partitions, an array, a volume on it. */
class BlockUsageTest {

    private static final Storage DISK = Storage.block("8:0");
    private static final Storage PART_1 = Storage.block("8:1");
    private static final Storage PART_2 = Storage.block("8:2");
    private static final Storage ARRAY = Storage.block("9:0");
    private static final Storage VOLUME = Storage.block("252:0");
    private static final Storage SPARE = Storage.block("8:16");

    @TempDir Path root;
    private BlockUsage usage;

    @BeforeEach
    void build() throws IOException {
        device("sda", "8:0", 1000);
        partition("sda/sda1", "8:1", 100, 200);
        partition("sda/sda2", "8:2", 300, 700);
        device("md0", "9:0", 690);
        device("dm-0", "252:0", 300);
        device("sdb", "8:16", 1000);
        write("sys/devices/md0/slaves/sda2/dev", "8:2");
        write("sys/devices/dm-0/slaves/md0/dev", "9:0");
        write("proc/self/mountinfo", "30 1 252:0 / /my\\040data rw - ext4 /dev/dm-0 rw\n");
        usage = new BlockUsage(root);
    }

    private void device(String path, String numbers, int sectors) throws IOException {
        write("sys/devices/" + path + "/dev", numbers);
        write("sys/devices/" + path + "/size", "" + sectors);
        Path link = root.resolve("sys/dev/block").resolve(numbers);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, root.resolve("sys/devices").resolve(path));
    }

    private void partition(String path, String numbers, int start, int sectors) throws IOException {
        device(path, numbers, sectors);
        write("sys/devices/" + path + "/partition", "1");
        write("sys/devices/" + path + "/start", "" + start);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private Footprint of(Storage storage) {
        return usage.footprints().of(storage);
    }

    private boolean share(Storage one, Storage other) {
        assertEquals(of(one).sharesBytesWith(of(other)), of(other).sharesBytesWith(of(one)));
        return of(one).sharesBytesWith(of(other));
    }

    @Test
    void aDiskSharesBytesWithItsPartitionsAndThoseShareNone() {
        assertTrue(share(DISK, PART_1));
        assertTrue(share(DISK, PART_2));
        assertFalse(share(PART_1, PART_2));
        assertFalse(share(DISK, SPARE));
    }

    @Test
    void aVolumeSharesBytesWithAllThatItIsMadeOf() {
        assertTrue(share(VOLUME, ARRAY));
        assertTrue(share(VOLUME, PART_2));
        assertTrue(share(VOLUME, DISK));
        assertFalse(share(VOLUME, PART_1));
        assertTrue(of(VOLUME).liesSomewhereOn(of(DISK)));
        assertFalse(of(DISK).liesSomewhereOn(of(VOLUME)));
    }

    @Test
    void twoVolumesOfOneArrayShareNoBytes() throws IOException {
        device("dm-1", "252:1", 300);
        write("sys/devices/dm-1/slaves/md0/dev", "9:0");
        assertFalse(share(VOLUME, Storage.block("252:1")));
    }

    @Test
    void whatLiesUnderAMountIsMounted() {
        Optional<BlockUsage.Use> mounted =
                Optional.of(new BlockUsage.Use(BlockUsage.Kind.MOUNTED, "/my data"));
        assertEquals(mounted, usage.useOf(of(VOLUME)));
        assertEquals(mounted, usage.useOf(of(ARRAY)));
        assertEquals(mounted, usage.useOf(of(PART_2)));
        assertEquals(mounted, usage.useOf(of(DISK)));
        assertEquals(Optional.empty(), usage.useOf(of(PART_1)));
        assertEquals(Optional.empty(), usage.useOf(of(SPARE)));
    }

    @Test
    void aMemberIsHeldByItsArrayAndAnArrayNotByItself() throws IOException {
        write("proc/self/mountinfo", "");
        assertEquals(
                Optional.of(new BlockUsage.Use(BlockUsage.Kind.MEMBER, "/dev/dm-0")),
                usage.useOf(of(ARRAY)));
        assertTrue(usage.useOf(of(DISK)).isPresent());
        assertEquals(Optional.empty(), usage.useOf(of(VOLUME)));
    }

    @Test
    void twoPathsToOneDriveAreKnownByItsName() throws IOException {
        write("sys/devices/sda/device/wwid", "naa.5000");
        write("sys/devices/sdb/device/wwid", "naa.5000");
        assertTrue(usage.isOtherWayTo(node(DISK), node(SPARE)));
        assertTrue(usage.isOtherWayTo(node(PART_1), node(SPARE)));
        assertFalse(usage.isOtherWayTo(node(PART_1), node(PART_2)));
    }

    private static FileStatus node(Storage block) {
        return new FileStatus(FileStatus.Kind.BLOCK, 0, 5, 1, block.device(), 4096, 0600, 0, 0, 0);
    }

    @Test
    void aMountPointsNameIsUnescaped() {
        assertEquals("a b\tc\\d\\", MountTable.unescape("a\\040b\\011c\\134d\\"));
    }
}
