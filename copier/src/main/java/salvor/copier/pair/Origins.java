package salvor.copier.pair;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import salvor.copier.pair.metadata.Area;

/** Where the data of an array may begin on its members: where a file system begins on one. */
final class Origins {

    private static final long MIB = 1 << 20;

    /** What mdadm chooses for small, middling and large members, beside whole MiB. */
    private static final List<Long> USUAL =
            List.of(4096L, 8192L, 16384L, 65536L, 128 * MIB, 129 * MIB, 130 * MIB);

    /**
     * What {@code --data-offset} was told, perhaps: looked for only when nothing else was found.
     */
    private static final long STEP = 64 << 10;

    private static final long STEPS_END = 16 * MIB;

    /** Where a file system begins in an array: at once, or behind LVM's or a partition's start. */
    static final List<Long> BASES = List.of(0L, MIB);

    private Origins() {}

    /** Those that metadata names and those that are usual; else any. */
    static Set<Long> of(List<Disk> members, Long... more) {
        Set<Long> likely = new TreeSet<>(USUAL);
        likely.addAll(List.of(more));
        members.forEach(disk -> likely.addAll(disk.findings().origins()));
        for (long at = 0; at <= STEPS_END; at += MIB) {
            likely.add(at);
        }
        Set<Long> found = starts(members, likely);
        if (!found.isEmpty()) {
            return found;
        }
        Set<Long> any = new TreeSet<>();
        for (long at = 0; at <= STEPS_END; at += STEP) {
            any.add(at);
        }
        any.removeAll(likely);
        return starts(members, any);
    }

    private static Set<Long> starts(List<Disk> members, Collection<Long> origins) {
        Set<Long> starts = new TreeSet<>();
        for (long origin : origins) {
            if (members.stream().anyMatch(disk -> startsAt(disk, origin))) {
                starts.add(origin);
            }
        }
        return starts;
    }

    /** Whether a file system begins there, or what leads to one a little further on. */
    static boolean startsAt(Disk disk, long origin) {
        return isTable(disk, origin)
                || BASES.stream()
                        .anyMatch(
                                base ->
                                        Area.read(disk.device(), origin + base + 1024, 1024)
                                                        .filter(Ext4Facts::isPrimary)
                                                        .isPresent()
                                                || Area.read(disk.device(), origin + base, 512)
                                                        .filter(XfsFacts::isSuperblock)
                                                        .isPresent());
    }

    /** A partition table, or LVM's label a sector further on. */
    private static boolean isTable(Disk disk, long origin) {
        return Area.read(disk.device(), origin, 1024)
                .filter(
                        area ->
                                (area.u16(510) == 0xAA55 && area.u8(450) != 0)
                                        || area.matches(512, "LABELONE"))
                .isPresent();
    }
}
