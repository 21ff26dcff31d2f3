package salvor.copier.pair;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Predicate;
import salvor.copier.pair.metadata.Area;

/**
 * Follows an XFS file system through an array on trial ({@code fs/xfs/libxfs/xfs_format.h}, {@code
 * xfs_da_format.h}, all big-endian). Each allocation group begins with a copy of the superblock,
 * then come {@code XAGF} and {@code XAGI} a sector each, with the group's number at 8; the latter
 * has at 20 the block of the root of the tree of inodes, and at 24 its levels. A tree's block has a
 * magic at 0, its level at 4, the number of its entries at 6, and in version 5 at 16 where it lies,
 * in sectors; entries begin at 56, before version 5 at 16. An entry of a leaf stands for 64 inodes:
 * the first one's number at 0, a bit for each that is free at 8. An inode has the magic {@code IN},
 * its mode at 2, version 4, form 5, size 56, extents 76, number 152, and its extents from 176 on,
 * before version 3 from 100.
 */
final class XfsFacts {

    private static final int GROUPS_MAX = 256;

    /** Inodes of one group, and of all, that are looked at. */
    private static final int INODES_OF_GROUP_MAX = 200;

    private static final int INODES_MAX = 800;
    private static final int INODES_IN_ENTRY = 64;
    private static final int ENTRY = 16;
    private static final int EXTENT = 16;
    private static final int DIRECTORY = 0x4000;
    private static final int FILE = 0x8000;

    /** The form of an inode whose extents it has itself. */
    private static final int IN_EXTENTS = 2;

    private static final int EXTENTS_MAX = 8;

    private final ArrayView view;
    private final long base;
    private final XfsSuperblock superblock;
    private int inodes;

    private XfsFacts(ArrayView view, long base, XfsSuperblock superblock) {
        this.view = view;
        this.base = base;
        this.superblock = superblock;
    }

    static boolean isSuperblock(Area area) {
        return XfsSuperblock.of(area).isSound();
    }

    /** Tries the facts of the file system that begins at {@code base} of the array. */
    static void tryAll(ArrayView view, long base) {
        view.find(base, XfsSuperblock.LENGTH, XfsFacts::isSuperblock)
                .map(area -> new XfsFacts(view, base, XfsSuperblock.of(area)))
                .ifPresent(XfsFacts::run);
    }

    private void run() {
        long groups = Math.min(superblock.groups(), GROUPS_MAX);
        for (long group = 0; group < groups && !view.isHopeless(); group++) {
            group(group);
        }
    }

    /** Finds bytes, {@code at} so many from the file system's start. */
    private Optional<Area> find(long at, int length, Predicate<Area> fact) {
        return view.find(base + at, length, a -> fact.test(a.order(ByteOrder.BIG_ENDIAN)))
                .map(a -> a.order(ByteOrder.BIG_ENDIAN));
    }

    private void group(long group) {
        long at = superblock.groupAt(group);
        int sector = superblock.sectorSize();
        find(at, XfsSuperblock.LENGTH, this::isCopy);
        find(at + sector, sector, a -> a.matches(0, "XAGF") && a.u32(8) == group);
        find(at + 2L * sector, sector, a -> a.matches(0, "XAGI") && a.u32(8) == group)
                .filter(inodeTree -> inodeTree.u32(24) == 1)
                .flatMap(inodeTree -> leaf(at + inodeTree.u32(20) * superblock.blockSize()))
                .ifPresent(leaf -> inodes(group, leaf));
    }

    private boolean isCopy(Area area) {
        XfsSuperblock copy = XfsSuperblock.of(area);
        return copy.isSound() && copy.uuid().equals(superblock.uuid());
    }

    private int entriesAt() {
        return superblock.isSelfDescribing() ? 56 : 16;
    }

    private Optional<Area> leaf(long at) {
        int length = superblock.blockSize();
        return find(
                at,
                length,
                a ->
                        a.matches(0, superblock.isSelfDescribing() ? "IAB3" : "IABT")
                                && a.u16(4) == 0
                                && entriesAt() + a.u16(6) * ENTRY <= length
                                && (!superblock.isSelfDescribing() || a.i64(16) * 512 == at));
    }

    private void inodes(long group, Area leaf) {
        int limit = Math.min(INODES_MAX, inodes + INODES_OF_GROUP_MAX);
        for (int entry = 0; entry < leaf.u16(6); entry++) {
            int at = entriesAt() + entry * ENTRY;
            long free = leaf.i64(at + 8);
            for (int i = 0; i < INODES_IN_ENTRY; i++) {
                if ((free >>> i & 1) == 0 && inodes < limit && !view.isHopeless()) {
                    inodes++;
                    inode(group, leaf.u32(at) + i);
                }
            }
        }
    }

    private void inode(long group, long inode) {
        long number = superblock.inodeNumber(group, inode);
        find(
                        superblock.groupAt(group) + superblock.inodeAt(inode),
                        superblock.inodeSize(),
                        a ->
                                a.matches(0, "IN")
                                        && a.u16(2) != 0
                                        && (a.u8(4) < 3 || a.i64(152) == number))
                .filter(a -> a.u8(5) == IN_EXTENTS)
                .ifPresent(this::extents);
    }

    /**
     * Of an extent, the bits from the top: 1 not written, 54 first block in the file, 52 where it
     * lies, 21 blocks.
     */
    private void extents(Area inode) {
        int kind = inode.u16(2) & 0xF000;
        int from = inode.u8(4) < 3 ? 100 : 176;
        for (int i = 0; i < Math.min(EXTENTS_MAX, inode.u32(76)); i++) {
            int at = from + i * EXTENT;
            if (at + EXTENT > inode.length() || inode.i64(at) < 0) {
                return;
            }
            long first = inode.i64(at) >>> 9;
            long block = ((inode.i64(at) & 0x1FF) << 43) | (inode.i64(at + 8) >>> 21);
            long blocks = inode.i64(at + 8) & 0x1F_FFFF;
            if (kind == DIRECTORY && superblock.isSelfDescribing()) {
                directory(superblock.blockAt(block));
            } else if (kind == FILE) {
                tail(inode.i64(56), first, blocks, superblock.blockAt(block));
            }
        }
    }

    private void directory(long at) {
        find(at, superblock.blockSize(), area -> lies(area) * 512 == at);
    }

    /** Where a directory's block says that it lies, in sectors; -1 if it is none. */
    private static long lies(Area block) {
        boolean hasEntries =
                block.matches(0, "XDB3") || block.matches(0, "XDD3") || block.matches(0, "XDF3");
        if (hasEntries) {
            return block.i64(8);
        }
        boolean isIndex = (block.u16(8) & 0xF000) == 0x3000;
        return isIndex ? block.i64(16) : -1;
    }

    private void tail(long size, long first, long blocks, long at) {
        int end = (int) Math.floorMod(size, (long) superblock.blockSize());
        long inside = Math.floorDiv(size, (long) superblock.blockSize()) - first;
        if (end > 0 && inside >= 0 && inside < blocks) {
            find(
                    at + inside * superblock.blockSize(),
                    superblock.blockSize(),
                    block -> FileTail.isAt(block, end));
        }
    }
}
