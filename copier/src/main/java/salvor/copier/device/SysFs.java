package salvor.copier.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel tells of a block device under {@code /sys/dev/block}; an empty text where it does
 * not.
 */
public final class SysFs {

    private static final int SECTOR = 512;

    private final Path node;

    /**
     * @param numbers major and minor, as {@code 8:1}
     */
    public SysFs(String numbers) {
        node = Path.of("/sys/dev/block", numbers);
    }

    public boolean isPartition() {
        return Files.exists(node.resolve("partition"));
    }

    /** Bytes before the partition on its disk. */
    public long partitionStart() {
        String start = text(node.resolve("start"));
        return start.isEmpty() ? 0 : Long.parseLong(start) * SECTOR;
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

    private Path onDisk(String name) {
        // A partition's real folder lies inside its disk's.
        try {
            return isPartition() ? node.toRealPath().resolveSibling(name) : node.resolve(name);
        } catch (IOException e) {
            return node.resolve(name);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
