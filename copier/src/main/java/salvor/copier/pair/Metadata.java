package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.pair.metadata.MdSuperblock;
import salvor.protocol.message.Extent;

/** What of a disk is RAID metadata and differs between members by nature. */
final class Metadata {

    private static final int SUPERBLOCK = 4096;

    private Metadata() {}

    /**
     * @param believed the superblock whose array the disk is a member of; of others only the
     *     superblock itself is left out, for what they describe has been overwritten
     */
    static List<Extent> of(Disk disk, Optional<MdSuperblock> believed) {
        List<Extent> extents = new ArrayList<>();
        for (MdSuperblock md : disk.findings().superblocks()) {
            extents.add(new Extent(md.position(), SUPERBLOCK));
            if (believed.filter(md::equals).isPresent()) {
                own(disk, md, extents);
            }
        }
        return Holes.union(extents);
    }

    private static void own(Disk disk, MdSuperblock md, List<Extent> extents) {
        long dataOffset = md.member().dataOffset();
        switch (md.version()) {
            case "0.90" -> extents.add(Extent.between(md.position(), disk.size()));
            case "1.0" -> {
                md.badBlocks().ifPresent(log -> extents.add(log.area()));
                md.bitmap().ifPresent(b -> extents.add(new Extent(b.position(), b.length())));
                extents.add(Extent.between(md.position(), disk.size()));
            }
            default -> extents.add(new Extent(0, Math.min(dataOffset, disk.size())));
        }
    }
}
