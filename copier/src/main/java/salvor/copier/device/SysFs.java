package salvor.copier.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel tells of a block device under {@code /sys/dev/block}; an empty text, or 0, where
 * it does not.
 */
public final class SysFs {

    private static final int SECTOR = 512;

    private final Path node;

    /**
     * @param numbers major and minor, as {@code 8:1}
     */
    public SysFs(String numbers) {
        this(Path.of("/sys"), numbers);
    }

    /**
     * @param sys where sysfs is mounted
     * @param numbers major and minor, as {@code 8:1}
     */
    SysFs(Path sys, String numbers) {
        node = sys.resolve("dev/block").resolve(numbers);
    }

    /** The numbers of every block device there is. */
    static List<String> all(Path sys) {
        return names(sys.resolve("dev/block"));
    }

    /** For each Btrfs, the numbers of the devices it lies on together. */
    static List<List<String>> btrfs(Path sys) {
        Path systems = sys.resolve("fs/btrfs");
        return names(systems).stream()
                .map(system -> numbersIn(systems.resolve(system).resolve("devices")))
                .toList();
    }

    /** The kernel's name, as {@code sda1}. */
    public String name() {
        return real().getFileName().toString();
    }

    /** Bytes. */
    public long size() {
        return number("size") * SECTOR;
    }

    /** A number that each new disk or medium gets anew; 0 before Linux 5.15. */
    public long diskSequence() {
        String sequence = text(onDisk("diskseq"));
        return sequence.isEmpty() ? 0 : Long.parseLong(sequence);
    }

    /** Whether the kernel lets nobody write it. */
    public boolean isReadOnly() {
        return number("ro") != 0;
    }

    public boolean isPartition() {
        return Files.exists(node.resolve("partition"));
    }

    /** Bytes before the partition on its disk. */
    public long partitionStart() {
        return number("start") * SECTOR;
    }

    /** The numbers of the disk whose partition this is. */
    public String disk() {
        return text(real().resolveSibling("dev"));
    }

    /** Whether both are the same disk or partitions of it. */
    public boolean isOnSameDisk(SysFs other) {
        return onDisk("dev").equals(other.onDisk("dev"));
    }

    public String model() {
        return text(onDisk("device/model"));
    }

    public String serial() {
        String serial = text(onDisk("device/serial"));
        return serial.isEmpty() ? text(onDisk("serial")) : serial;
    }

    public String worldWideName() {
        String name = text(onDisk("device/wwid"));
        return name.isEmpty() ? text(onDisk("wwid")) : name;
    }

    /** The file behind a loop device. */
    public String backingFile() {
        return text(node.resolve("loop/backing_file"));
    }

    /** Bytes of its file before a loop device begins. */
    public long loopOffset() {
        return number("loop/offset");
    }

    /** The numbers of the devices that md, LVM or another mapping makes this of. */
    public List<String> members() {
        return numbersIn(node.resolve("slaves"));
    }

    private Path onDisk(String name) {
        return isPartition() ? real().resolveSibling(name) : real().resolve(name);
    }

    /** A partition's real folder lies inside its disk's. */
    private Path real() {
        try {
            return node.toRealPath();
        } catch (IOException e) {
            return node;
        }
    }

    private long number(String name) {
        String text = text(node.resolve(name));
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static List<String> numbersIn(Path folder) {
        return names(folder).stream()
                .map(name -> text(folder.resolve(name).resolve("dev")))
                .filter(numbers -> !numbers.isEmpty())
                .toList();
    }

    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException e) {
            // The kernel does not tell: as if there were none.
        }
        return names;
    }

    private static String text(Path file) {
        try {
            return FileNames.decode(Files.readAllBytes(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
