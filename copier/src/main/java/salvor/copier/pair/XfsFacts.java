package salvor.copier.pair;

import java.nio.ByteOrder;
import salvor.copier.pair.metadata.Area;

/**
 * Follows an XFS file system through an array on trial: each allocation group begins with a copy of
 * the superblock, then come {@code XAGF} and {@code XAGI} a sector each, with the group's number at
 * 8 ({@code fs/xfs/libxfs/xfs_format.h}, big-endian).
 */
final class XfsFacts {

    private static final int GROUPS_MAX = 256;

    private XfsFacts() {}

    static boolean isSuperblock(Area little) {
        Area area = little.order(ByteOrder.BIG_ENDIAN);
        return area.matches(0, "XFSB")
                && Long.bitCount(area.u32(4)) == 1
                && area.u32(84) > 0
                && Long.bitCount(area.u16(102)) == 1
                && area.u16(102) >= 512;
    }

    /** Tries the facts of the file system that begins at {@code base} of the array. */
    static void tryAll(ArrayView view, long base) {
        view.find(base, 512, XfsFacts::isSuperblock)
                .map(area -> area.order(ByteOrder.BIG_ENDIAN))
                .ifPresent(superblock -> groups(view, base, superblock));
    }

    private static void groups(ArrayView view, long base, Area superblock) {
        long groupSize = superblock.u32(84) * superblock.u32(4);
        int sector = superblock.u16(102);
        String uuid = superblock.uuid(32);
        for (long group = 0; group < Math.min(superblock.u32(88), GROUPS_MAX); group++) {
            long at = base + group * groupSize;
            long number = group;
            view.find(at, 512, a -> isSuperblock(a) && a.uuid(32).equals(uuid));
            view.find(at + sector, 512, a -> a.matches(0, "XAGF") && number(a) == number);
            view.find(at + 2L * sector, 512, a -> a.matches(0, "XAGI") && number(a) == number);
        }
    }

    private static long number(Area area) {
        return area.order(ByteOrder.BIG_ENDIAN).u32(8);
    }
}
