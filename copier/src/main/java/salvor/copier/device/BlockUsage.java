package salvor.copier.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who on this machine uses a file or block device: mounts, swap, md and device-mapper, loop
 * devices. All from {@code /proc} and {@code /sys}; each question is answered anew.
 */
public final class BlockUsage {

    /** How something is in use. */
    public enum Kind {
        MOUNTED,
        SWAP,
        /** Of an md array, an LVM volume or another mapping. */
        MEMBER,
        LOOP
    }

    /**
     * One use.
     *
     * @param by the mount point, the swap's path or the device made of it
     */
    public record Use(Kind kind, String by) {}

    private final Path proc;
    private final Path sys;
    private final Footprints footprints;

    /** On this machine. */
    public BlockUsage() {
        this(Path.of("/"));
    }

    /**
     * @param root what {@code proc} and {@code sys} lie in; {@code /} for this machine
     */
    public BlockUsage(Path root) {
        proc = root.resolve("proc");
        sys = root.resolve("sys");
        footprints = new Footprints(root);
    }

    /** Where the bytes of things are. */
    public Footprints footprints() {
        return footprints;
    }

    /** Whether the kernel lets nobody write this block device. */
    public boolean isReadOnly(FileStatus block) {
        return new SysFs(sys, block.nodeNumbers()).isReadOnly();
    }

    /**
     * Whether these are two nodes of one drive that share nothing but its world-wide name, as the
     * several paths to a disk of a SAN.
     */
    public boolean isOtherWayTo(FileStatus one, FileStatus other) {
        if (one.kind() != FileStatus.Kind.BLOCK || other.kind() != FileStatus.Kind.BLOCK) {
            return false;
        }
        SysFs here = new SysFs(sys, one.nodeNumbers());
        SysFs there = new SysFs(sys, other.nodeNumbers());
        String name = here.worldWideName();
        return !name.isEmpty() && name.equals(there.worldWideName()) && !here.isOnSameDisk(there);
    }

    /** Who uses bytes that writing {@code target} would change; the first that is found. */
    public Optional<Use> useOf(Footprint target) {
        return mounted(target).or(() -> swap(target)).or(() -> held(target));
    }

    private Optional<Use> mounted(Footprint target) {
        for (MountTable.Mount mount : footprints.mounts()) {
            long device = Storage.block(mount.numbers()).device();
            for (Storage block : footprints.fileSystemDevices(device, mount.id())) {
                if (target.coversSomeOf(footprints.of(block))) {
                    return Optional.of(new Use(Kind.MOUNTED, mount.point()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Use> swap(Footprint target) {
        for (String path : swaps()) {
            FileStatus status = FileStatus.orNull(path);
            if (status != null && target.coversSomeOf(footprints.of(status))) {
                return Optional.of(new Use(Kind.SWAP, path));
            }
        }
        return Optional.empty();
    }

    /** The first field of every line but the first; its escapes are those of the mounts. */
    private List<String> swaps() {
        try {
            String table = FileNames.decode(Files.readAllBytes(proc.resolve("swaps")));
            return table.lines()
                    .skip(1)
                    .map(line -> MountTable.unescape(line.split("[ \t]", 2)[0]))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private Optional<Use> held(Footprint target) {
        for (String numbers : SysFs.all(sys)) {
            Storage holder = Storage.block(numbers);
            SysFs node = new SysFs(sys, numbers);
            boolean loop = !node.backingFile().isEmpty();
            if ((loop || !node.members().isEmpty())
                    && !target.restsOn(holder)
                    && target.coversSomeOf(footprints.of(holder))) {
                return Optional.of(new Use(loop ? Kind.LOOP : Kind.MEMBER, "/dev/" + node.name()));
            }
        }
        return Optional.empty();
    }
}
