package salvor.copier.pair.metadata;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/** Everything recognised on one disk. */
public record Findings(List<Finding> all) {

    /** What can be read of the disk's first and last areas; a bad sector there hides a finding. */
    public static Findings of(Device device) {
        List<Finding> all = new ArrayList<>(MdSuperblock1.find(device));
        MdSuperblock0.find(device).ifPresent(all::add);
        TreeSet<Long> starts = new TreeSet<>();
        starts.add(0L);
        Set<MdBitmap> owned = new HashSet<>();
        for (Finding finding : all) {
            if (finding instanceof MdSuperblock md) {
                starts.add(md.member().dataOffset());
                md.bitmap().ifPresent(owned::add);
            }
        }
        MdBitmap.find(device).stream().filter(b -> !owned.contains(b)).forEach(all::add);
        PartitionTable.find(device)
                .ifPresent(
                        table -> {
                            all.add(table);
                            table.partitions().forEach(p -> starts.add(p.start()));
                        });
        LvmLabel.find(device).ifPresent(all::add);
        FirmwareRaid.find(device).ifPresent(all::add);
        all.addAll(FileSystem.find(device, starts));
        return new Findings(List.copyOf(all));
    }

    /** md's superblocks, the most believable first: valid, then the latest update. */
    public List<MdSuperblock> superblocks() {
        return all.stream()
                .filter(MdSuperblock.class::isInstance)
                .map(MdSuperblock.class::cast)
                .sorted(
                        Comparator.comparingInt((MdSuperblock md) -> md.isValid() ? 0 : 1)
                                .thenComparingLong(md -> -md.state().updated()))
                .toList();
    }

    /** The most believable superblock. */
    public Optional<MdSuperblock> superblock() {
        return superblocks().stream().findFirst();
    }

    /** md's bitmaps that no superblock names. */
    public List<MdBitmap> bitmaps() {
        return all.stream().filter(MdBitmap.class::isInstance).map(MdBitmap.class::cast).toList();
    }

    public List<FileSystem> fileSystems() {
        return all.stream()
                .filter(FileSystem.class::isInstance)
                .map(FileSystem.class::cast)
                .toList();
    }

    /** Where this disk's data may begin, as its metadata has it: data offsets, partitions, 0. */
    public List<Long> origins() {
        TreeSet<Long> origins = new TreeSet<>();
        origins.add(0L);
        for (Finding finding : all) {
            switch (finding) {
                case MdSuperblock md -> origins.add(md.member().dataOffset());
                case PartitionTable table ->
                        table.partitions().stream().map(Extent::start).forEach(origins::add);
                case LvmLabel lvm -> origins.add(lvm.dataOffset());
                case FileSystem fs -> origins.add(fs.start());
                case FirmwareRaid _, MdBitmap _ -> {}
            }
        }
        return List.copyOf(origins);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }
}
