package salvor.copier.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Footprint.Place;
import salvor.protocol.message.Extent;

/**
 * Finds out where the bytes of files and block devices are, from {@code /proc} and {@code /sys};
 * each question is answered anew.
 */
public final class Footprints {

    /** Where the size is not known: of files, which grow, and of devices that lost their medium. */
    private static final Extent UNBOUNDED = new Extent(0, 1L << 62);

    /** Deeper than anybody stacks devices. */
    private static final int DEPTH_MAX = 16;

    private final Path proc;
    private final Path sys;

    /** Of this machine. */
    public Footprints() {
        this(Path.of("/"));
    }

    /**
     * @param root what {@code proc} and {@code sys} lie in
     */
    Footprints(Path root) {
        proc = root.resolve("proc");
        sys = root.resolve("sys");
    }

    /** Where its bytes are; of a folder, where those of a new file in it would be. */
    public Footprint of(FileStatus status) {
        return of(Storage.of(status), status.mount());
    }

    Footprint of(Storage block) {
        return of(block, 0);
    }

    private Footprint of(Storage storage, long mount) {
        List<Place> places = new ArrayList<>();
        add(places, new Place(storage, extent(storage), true), mount, 0);
        return new Footprint(storage, List.copyOf(places));
    }

    private Extent extent(Storage storage) {
        long size = storage.isBlock() ? new SysFs(sys, storage.numbers()).size() : 0;
        return size > 0 ? new Extent(0, size) : UNBOUNDED;
    }

    /**
     * Adds {@code place} and all that lies beneath it.
     *
     * @param mount of a file; 0 where it is not known
     */
    private void add(List<Place> places, Place place, long mount, int depth) {
        places.add(place);
        if (depth < DEPTH_MAX) {
            beneath(place, mount).forEach(next -> add(places, next, 0, depth + 1));
        }
    }

    private List<Place> beneath(Place place, long mount) {
        if (!place.on().isBlock()) {
            return somewhereOn(fileSystemDevices(place.on().device(), mount));
        }
        SysFs node = new SysFs(sys, place.on().numbers());
        if (node.isPartition()) {
            return List.of(moved(place, Storage.block(node.disk()), node.partitionStart()));
        }
        Storage backing = loopBacking(node);
        if (backing != null) {
            return List.of(moved(place, backing, node.loopOffset()));
        }
        return somewhereOn(node.members().stream().map(Storage::block).toList());
    }

    private static Place moved(Place place, Storage to, long by) {
        Extent extent = place.extent();
        return new Place(to, new Extent(extent.start() + by, extent.length()), place.exact());
    }

    private List<Place> somewhereOn(Iterable<Storage> devices) {
        List<Place> places = new ArrayList<>();
        devices.forEach(device -> places.add(new Place(device, extent(device), false)));
        return places;
    }

    /** Asked of the device itself: the name in sysfs leads nowhere once the file has moved. */
    private static @Nullable Storage loopBacking(SysFs node) {
        String file = node.backingFile();
        if (file.isEmpty()) {
            return null;
        }
        int fd = Posix.open("/dev/" + node.name(), Posix.O_RDONLY | Posix.O_NONBLOCK);
        Storage backing = fd < 0 ? null : BlockIoctl.loopBacking(fd);
        if (fd >= 0) {
            Posix.close(fd);
        }
        FileStatus named = backing == null ? FileStatus.orNull(file) : null;
        return named == null ? backing : Storage.of(named);
    }

    List<MountTable.Mount> mounts() {
        return MountTable.read(proc.resolve("self/mountinfo")).mounts();
    }

    /**
     * The block devices that a file system lies on.
     *
     * @param device the file system's number, as {@link FileStatus#device} has it
     * @param mount a mount of it; 0 where that is not known
     */
    Set<Storage> fileSystemDevices(long device, long mount) {
        if (device >>> 32 != 0) {
            return Set.of(Storage.block(device));
        }
        String numbers = Storage.block(device).numbers();
        Set<Storage> devices = new LinkedHashSet<>();
        for (MountTable.Mount candidate : mounts()) {
            if (candidate.id() == mount || candidate.numbers().equals(numbers)) {
                devices.addAll(sourceDevices(candidate));
            }
        }
        return devices;
    }

    /** For a file system without a device's number: Btrfs, or one in user space. */
    private Set<Storage> sourceDevices(MountTable.Mount mount) {
        FileStatus source =
                mount.source().startsWith("/") ? FileStatus.orNull(mount.source()) : null;
        if (source == null || source.kind() != FileStatus.Kind.BLOCK) {
            return Set.of();
        }
        Storage device = Storage.of(source);
        Set<Storage> devices = new LinkedHashSet<>(Set.of(device));
        SysFs.btrfs(sys).stream()
                .filter(together -> together.contains(device.numbers()))
                .forEach(together -> together.forEach(each -> devices.add(Storage.block(each))));
        return devices;
    }
}
