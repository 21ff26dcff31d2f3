package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import salvor.copier.pair.metadata.MdBitmap;
import salvor.copier.pair.metadata.MdSuperblock;
import salvor.protocol.message.Extent;

/** What of a disk is RAID metadata and differs between members by nature. */
final class Metadata {

    private static final int PAGE = 4096;

    private Metadata() {}

    /**
     * What to leave out of a comparison. Of superblocks that are not believed, and of bitmaps that
     * none belongs to any more, only they themselves: what they describe has been overwritten.
     *
     * @param verdict on the group that the disk is a member of
     */
    static List<Extent> of(Disk disk, Verdict verdict) {
        List<Extent> extents = new ArrayList<>();
        Optional<MdSuperblock> believed =
                verdict.claim().flatMap(claim -> claim.superblock(disk.index()));
        for (MdSuperblock md : disk.findings().superblocks()) {
            extents.add(new Extent(md.position(), PAGE));
        }
        for (MdBitmap bitmap : disk.findings().bitmaps()) {
            extents.add(whole(bitmap, disk));
        }
        believed.ifPresent(md -> own(disk, md, extents));
        begin(disk, verdict)
                .ifPresent(at -> extents.add(Extent.between(0, Math.min(at, disk.size()))));
        return Holes.union(extents);
    }

    /** Where the data begin on this disk: superblocks may name another place of each. */
    private static OptionalLong begin(Disk disk, Verdict verdict) {
        return verdict.claim().isPresent()
                ? OptionalLong.of(verdict.claim().get().start(verdict.candidate(), disk.index()))
                : verdict.origin().stream().map(at -> at + verdict.shift(disk.index())).findFirst();
    }

    private static void own(Disk disk, MdSuperblock md, List<Extent> extents) {
        md.badBlocks().ifPresent(log -> extents.add(log.area()));
        md.bitmap().ifPresent(bitmap -> extents.add(whole(bitmap, disk)));
        if (md.version().equals("0.90") || md.version().equals("1.0")) {
            extents.add(Extent.between(md.position(), disk.size()));
        }
    }

    private static Extent whole(MdBitmap bitmap, Disk disk) {
        long end = Math.ceilDiv(bitmap.position() + bitmap.length(), PAGE) * PAGE;
        return Extent.between(bitmap.position(), Math.min(end, disk.size()));
    }
}
