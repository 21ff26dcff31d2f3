package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.BlockUsage;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.WritableFileDevice;
import salvor.copier.testing.SystemLab;

/** Wrong directions, wrong devices, wrong maps, busy targets: real ones, all refused. */
@Tag("system")
class DestinationGuardSystemTest {

    private static final int SIZE = 8 << 20;
    private static final int HALF = SIZE / 2;

    @TempDir static Path folder;

    private static SystemLab lab;
    private static String source;
    private static String sourceLoop;
    private static String other;
    private static String otherLoop;
    private static String disk;
    private static String diskFile;
    private static String part1;
    private static String part2;
    private static String mounted;
    private static String mountedFile;
    private static String mountedOn;

    private final List<DynamicTest> cases = new ArrayList<>();

    @BeforeAll
    static void build() throws IOException {
        lab = new SystemLab(folder);
        source = lab.file("source.img", SIZE);
        sourceLoop = lab.loop(source, "-r");
        other = lab.file("other.img", SIZE);
        otherLoop = lab.loop(other);
        diskFile = lab.file("disk.img", 2 * SIZE);
        disk = lab.loop(diskFile);
        part1 = lab.partition(disk, 1, 64, HALF / 512);
        part2 = lab.partition(disk, 2, 64 + HALF / 512, HALF / 512);
        mountedFile = lab.file("mounted.img", SIZE);
        mounted = lab.loop(mountedFile);
        mountedOn = lab.mountNew(mounted, "mounted here");
        Files.write(Path.of(mountedOn, "inside.img"), new byte[4096]);
        lab.run("sync", "-f", mountedOn);
    }

    @AfterAll
    static void undo() throws IOException {
        lab.close();
    }

    private static Map<String, Long> checksums() throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                CRC32C crc = new CRC32C();
                crc.update(Files.readAllBytes(file));
                sums.put(file.toString(), crc.getValue());
            }
        }
        return sums;
    }

    /** What a person asks for. */
    private record Ask(
            List<String> sources,
            String destination,
            @Nullable String map,
            boolean force,
            long size) {

        static Ask from(String source, String destination) {
            return new Ask(List.of(source), destination, lab.path("new.map"), true, SIZE);
        }

        Ask map(@Nullable String name) {
            return new Ask(sources, destination, name, force, size);
        }

        Ask unforced() {
            return new Ask(sources, destination, map, false, size);
        }

        Ask size(long bytes) {
            return new Ask(sources, destination, map, force, bytes);
        }

        String check(BlockUsage usage) {
            return new DestinationGuard(usage).check(sources, destination, map, force, size);
        }
    }

    private void refused(String what, Ask ask, String why) {
        refused(what, ask, why, new BlockUsage());
    }

    private void refused(String what, Ask ask, String why, BlockUsage usage) {
        refused(what, () -> ask.check(usage), why);
    }

    private void refused(String what, Executable check, String why) {
        cases.add(
                DynamicTest.dynamicTest(
                        what,
                        () -> {
                            Refusal refusal = assertThrows(Refusal.class, check);
                            String line = String.valueOf(refusal.getMessage());
                            assertTrue(line.contains(why), line);
                            assertTrue(line.matches("[^\n]+: [^\n]+; [^\n]+"), line);
                        }));
    }

    /** The cases so far, then that every file in the lab is as it was and none is new. */
    private List<DynamicTest> andNothingChanged() throws IOException {
        Map<String, Long> before = checksums();
        cases.add(
                DynamicTest.dynamicTest(
                        "nothing changed", () -> assertEquals(before, checksums())));
        return cases;
    }

    private void refused(String what, String from, String to, String why) {
        refused(what, Ask.from(from, to), why);
    }

    @TestFactory
    List<DynamicTest> theSourceIsRefusedHoweverItIsNamed() throws IOException {
        Path link = Path.of(lab.path("symlink"));
        Files.createSymbolicLink(link, Path.of(source));
        Path hard = Path.of(lab.path("hardlink"));
        Files.createLink(hard, Path.of(source));
        Path toFolder = Path.of(lab.path("folder-link"));
        Files.createSymbolicLink(toFolder, folder);
        Files.createDirectories(Path.of(lab.path("bound")));
        String bound = lab.mount(lab.path("."), "bound", "--bind") + "/source.img";
        String node = lab.path("node");
        String[] numbers = lab.numbers(sourceLoop).split(":", -1);
        lab.run("mknod", node, "b", numbers[0], numbers[1]);
        Path nodeLink = Path.of(lab.path("node-link"));
        Files.createSymbolicLink(nodeLink, Path.of(sourceLoop));
        String second = lab.loop(source, "-r");
        String writable = lab.loop(source);
        String stacked = lab.loop(writable);
        String moved = lab.file("moved-before.img", SIZE);
        String movedLoop = lab.loop(moved);
        Path movedTo = Files.move(Path.of(moved), Path.of(lab.path("moved.img")));

        refused("the same path", source, source, "is the source");
        refused("another spelling", source, lab.path("./bound/../source.img"), "is the source");
        refused("a symbolic link", source, link.toString(), "is the source");
        refused("a link as source", link.toString(), source, "is the source");
        refused("a hard link", source, hard.toString(), "is the source");
        refused("through a linked folder", source, toFolder + "/source.img", "is the source");
        refused("through a bind mount", source, bound, "is the source");
        refused("the same device", otherLoop, otherLoop, "is the source");
        refused("another node of the device", sourceLoop, node, "is the source");
        refused("a link to the device", sourceLoop, nodeLink.toString(), "is the source");
        refused("the file behind the source", otherLoop, other, "in common with the source");
        refused("a loop device over the source", other, otherLoop, "in common with the source");
        refused("two loop devices over one file", second, writable, "in common with the source");
        refused("a loop over a loop", source, stacked, "in common with the source");
        refused("a file under two loops", stacked, source, "in common with the source");
        refused("a moved file", movedLoop, movedTo.toString(), "in common with the source");
        refused("a partition of the source", disk, part1, "in common with the source");
        refused("the disk of the source", part1, disk, "in common with the source");
        refused("the file behind the disk", part1, diskFile, "in common with the source");
        refused("a partition of the source's loop", diskFile, part2, "in common with the source");
        refused("the mirror", two(source, other, other), "is the source");
        for (String copy : List.of(link.toString(), hard.toString(), bound, sourceLoop, stacked)) {
            refused(
                    "a mirror that is the source by another name",
                    () -> new DestinationGuard(new BlockUsage()).checkOther(source, copy),
                    "is the source " + source + " itself");
        }
        cases.add(
                DynamicTest.dynamicTest(
                        "a mirror on the same disk",
                        () -> new DestinationGuard(new BlockUsage()).checkOther(part1, part2)));
        return andNothingChanged();
    }

    private static Ask two(String source, String mirror, String destination) {
        return new Ask(List.of(source, mirror), destination, lab.path("new.map"), true, SIZE);
    }

    @TestFactory
    List<DynamicTest> aFileSystemOnTheSourceIsRefused() throws IOException {
        String inside = mountedOn + "/inside.img";
        String fresh = mountedOn + "/fresh.img";
        Path dangling = Path.of(lab.path("dangling"));
        Files.createSymbolicLink(dangling, Path.of(fresh));
        String partDisk = lab.loop(lab.file("part-disk.img", 2 * SIZE));
        String part = lab.partition(partDisk, 1, 64, SIZE / 512);
        String partOn = lab.mountNew(part, "partition");
        lab.run("sync", "-f", partOn);
        String elsewhere = lab.path("elsewhere.img");

        refused("a file on the mounted source", mounted, inside, "lies on the source");
        refused("a new file on the mounted source", mounted, fresh, "lies on the source");
        refused("a new file on the image's mount", mountedFile, fresh, "lies on the source");
        refused("a file on the source's partition", partDisk, partOn + "/x", "lies on the source");
        refused("a link that leads to the source", mounted, dangling.toString(), "link that leads");
        refused("the device that holds the source", inside, mounted, "holds the source");
        refused("the image that holds the source", inside, mountedFile, "holds the source");
        refused(
                "a mapfile on the source",
                Ask.from(mounted, elsewhere).map(mountedOn + "/new.map"),
                "lies on the source");
        return andNothingChanged();
    }

    @TestFactory
    List<DynamicTest> whatIsInUseIsRefusedEvenWhenForced() throws IOException {
        String partDisk = lab.loop(lab.file("used-disk.img", 2 * SIZE));
        String part = lab.partition(partDisk, 1, 64, SIZE / 512);
        lab.mountNew(part, "used partition");
        String swapFile = lab.file("swap.img", SIZE);
        lab.run("chmod", "600", swapFile);
        lab.swap(swapFile);
        String swapDeviceFile = lab.file("swap-device.img", SIZE);
        String swapDevice = lab.loop(swapDeviceFile);
        lab.swap(swapDevice);
        String lower = lab.loop(lab.file("lower.img", SIZE));
        lab.loop(lower);
        String hidden = lab.loop(lab.file("hidden.img", SIZE));
        lab.run("mkfs.ext4", "-q", "-F", hidden);
        mountOutOfSight(hidden);

        refused("a mounted device", source, mounted, "is mounted at");
        refused("the file of a mounted device", source, mountedFile, "is mounted at");
        refused("a mounted partition", source, part, "is mounted at");
        refused("the disk of a mounted partition", source, partDisk, "is mounted at");
        refused("mounted where nobody sees it", source, hidden, "in use, says the kernel");
        refused("a swap device", source, swapDevice, "swapoff");
        refused("the file of a swap device", source, swapDeviceFile, "swapoff");
        refused("a swap file", source, swapFile, "swapoff");
        refused("a file behind a loop device", source, other, "losetup -d " + otherLoop);
        refused("a device behind a loop device", source, lower, "losetup -d");
        refused("a mapfile that is swap", Ask.from(source, lab.path("n")).map(swapFile), "swapoff");
        return andNothingChanged();
    }

    /** In a mount name space of its own, as a container's. */
    private static void mountOutOfSight(String device) throws IOException {
        Path point = Files.createDirectories(folder.resolve("out of sight"));
        String script = "mount '" + device + "' '" + point + "' && echo ready && exec sleep 600";
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script).start();
        lab.onClose("sh", "-c", "kill " + process.pid() + "; sleep 0.2");
        assertEquals('r', process.getInputStream().read());
    }

    @TestFactory
    List<DynamicTest> membersOfArraysAndVolumesAreRefused() throws IOException {
        refused(
                "a member of an md array",
                Ask.from(source, otherLoop),
                "part of /dev/md0",
                machineWith("md0", "9:0", otherLoop));
        refused(
                "a physical volume of LVM",
                Ask.from(source, otherLoop),
                "part of /dev/dm-0",
                machineWith("dm-0", "252:0", otherLoop));
        String array = lab.loop(lab.file("array.img", SIZE));
        refused(
                "a member of the source's array",
                Ask.from(array, otherLoop),
                "holds the source",
                machineWith("md1", lab.numbers(array), otherLoop));
        refused(
                "an array that the source is in",
                Ask.from(otherLoop, array),
                "lies on the source",
                machineWith("md1", lab.numbers(array), otherLoop));
        return andNothingChanged();
    }

    /** A machine with one array that this kernel could not assemble, over a real device. */
    private static BlockUsage machineWith(String array, String numbers, String member)
            throws IOException {
        Path root = Files.createTempDirectory(folder, "machine");
        Path devices = root.resolve("sys/dev/block");
        String memberNumbers = lab.numbers(member);
        Path slave = devices.resolve(numbers + "/slaves/member");
        Files.createDirectories(slave);
        Files.writeString(slave.resolve("dev"), memberNumbers + "\n");
        Path real = root.resolve("sys/devices/" + array);
        Files.createDirectories(real.getParent());
        Files.move(devices.resolve(numbers), real);
        Files.createSymbolicLink(devices.resolve(numbers), real);
        Files.createSymbolicLink(
                devices.resolve(memberNumbers), Path.of("/sys/dev/block", memberNumbers));
        return new BlockUsage(root);
    }

    @TestFactory
    List<DynamicTest> whatCannotHoldTheImageIsRefused() throws IOException {
        String small = lab.loop(lab.file("small.img", HALF));
        String large = lab.file("large.img", 2 * SIZE);
        String readOnly = lab.loop(lab.file("read-only.img", SIZE), "-r");
        lab.run("mkfifo", lab.path("fifo"));
        Files.createSymbolicLink(Path.of(lab.path("circle")), Path.of("circle"));
        String readOnlyMount = lab.mount(lab.path("."), "read-only", "--bind", "-o", "ro");
        lab.run("mount", "-o", "remount,bind,ro", readOnlyMount);
        String free = lab.loop(lab.file("free.img", SIZE));

        refused("a smaller device", source, small, "has " + HALF + " bytes, the source has");
        refused("a larger file", source, large, "it is no image of it");
        refused("a directory", source, mountedOn, "is a directory");
        refused("a FIFO", source, lab.path("fifo"), "neither a file nor a block device");
        refused("a character device", source, "/dev/zero", "neither a file nor a block device");
        refused("a read-only device", source, readOnly, "is read-only");
        refused("a read-only file system", source, readOnlyMount + "/n", "Read-only file system");
        refused(
                "a file of a read-only file system",
                source,
                readOnlyMount + "/free.img",
                "Read-only file system");
        refused("a missing folder", source, lab.path("no/such/x"), "make it first");
        refused("a file as folder", source, source + "/x", "name another");
        refused("a name that ends with a slash", source, lab.path("new") + "/", "make it first");
        refused("a link to itself", source, lab.path("circle"), "symbolic links");
        refused("a device without --force", Ask.from(source, free).unforced(), "--force");
        refused("an image back to its drive", Ask.from(other, free).unforced(), "--force");
        refused("a device without a mapfile", Ask.from(source, free).map(null), "name a mapfile");
        return andNothingChanged();
    }

    @TestFactory
    List<DynamicTest> aFileThatIsNoMapOfThisSourceIsRefused() throws IOException {
        String to = lab.path("image");
        String text =
                Files.writeString(Path.of(lab.path("letter.txt")), "Dear reader\n").toString();
        String small = map("small.map", HALF, "+");
        String large = map("large.map", 2L * SIZE, "?");
        String cut = map("cut.map", SIZE, "+");
        Files.writeString(Path.of(cut), Files.readString(Path.of(cut)).replaceAll(" .\n$", ""));
        String hard = Files.createLink(Path.of(lab.path("hard.map")), Path.of(source)).toString();
        String named = lab.file("named.map.salvor", SIZE);
        String temporary = lab.file("named2.map.salvor-new", SIZE);
        lab.run("mkfifo", lab.path("fifo.map"));

        refused("the source as map", Ask.from(source, to).map(source), "is the source");
        refused("a hard link to the source", Ask.from(source, to).map(hard), "is the source");
        refused("the destination as map", Ask.from(source, text).map(text), "the destination");
        refused("the new destination as map", Ask.from(source, to).map(to), "the destination");
        refused(
                "a source where the companion goes",
                Ask.from(named, to).map(lab.path("named.map")),
                "is the source");
        refused(
                "a destination where the map is written first",
                Ask.from(source, temporary).map(lab.path("named2.map")),
                "the destination");
        refused("a directory as map", Ask.from(source, to).map(mountedOn), "is a directory");
        refused("a FIFO as map", Ask.from(source, to).map(lab.path("fifo.map")), "neither a file");
        refused("a device as map", Ask.from(source, to).map(part1), "is not a file");
        refused("a missing folder", Ask.from(source, to).map(lab.path("no/x")), "make it first");
        refused("a letter", Ask.from(source, to).map(text), "left as it is");
        refused("a picture", Ask.from(source, to).map(diskFileCopy()), "left as it is");
        refused("a smaller drive's map", Ask.from(source, to).map(small), "byte " + HALF);
        refused("a larger drive's map", Ask.from(source, to).map(large), "byte " + 2L * SIZE);
        refused("a map cut in the middle", Ask.from(source, to).map(cut), "left as it is");
        return andNothingChanged();
    }

    private static String diskFileCopy() throws IOException {
        return lab.file("picture.png", 9999);
    }

    private static String map(String name, long size, String status) throws IOException {
        String half = "0x" + Long.toHexString(size / 2);
        String text = "0x0 ? 1\n0x0 " + half + " ?\n" + half + " " + half + " " + status + "\n";
        return Files.writeString(Path.of(lab.path(name)), text).toString();
    }

    @Test
    void theKernelItselfKeepsAnOpenDestinationApart() throws IOException {
        DeviceException busy =
                assertThrows(DeviceException.class, () -> WritableFileDevice.open(mounted));
        assertEquals(Errno.EBUSY, busy.errno());
        String free = lab.loop(lab.file("alone.img", SIZE));
        try (WritableFileDevice held = WritableFileDevice.open(free)) {
            assertEquals(SIZE, held.size());
            assertThrows(DeviceException.class, () -> WritableFileDevice.open(free));
        }
    }

    @Test
    void whatHarmsNothingIsAllowed() throws IOException {
        BlockUsage usage = new BlockUsage();
        String small = lab.file("beginning.img", HALF);
        String free = lab.loop(lab.file("unused.img", SIZE));
        String map = map("right.map", SIZE, "+");
        String empty = Files.createFile(Path.of(lab.path("empty.map"))).toString();

        Ask fresh = Ask.from(source, lab.path("fresh.img"));
        assertEquals(lab.path("fresh.img.map"), fresh.map(null).unforced().check(usage));
        assertEquals(map, fresh.map(map).check(usage));
        assertEquals(empty, fresh.map(empty).check(usage));
        assertDoesNotThrow(() -> Ask.from(sourceLoop, small).check(usage));
        assertDoesNotThrow(() -> Ask.from(sourceLoop, free).check(usage));
        assertDoesNotThrow(() -> Ask.from(part1, part2).size(HALF).check(usage));
        assertDoesNotThrow(() -> Ask.from(part1, mountedOn + "/fresh.img").check(usage));
    }
}
