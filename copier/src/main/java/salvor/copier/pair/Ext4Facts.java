package salvor.copier.pair;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.zip.CRC32C;
import salvor.copier.pair.metadata.Area;

/**
 * Follows an ext4 file system through an array on trial: where its superblock says that something
 * is, it must be. From {@code fs/ext4/ext4.h}: backup superblocks (their group's number at 90),
 * bitmaps that have as many clear bits as the descriptor says, the tree of directories, whose
 * blocks begin with their own inode's number, and whose entries name inodes in use, and the last
 * blocks of files, which are zero from the file's end on.
 */
final class Ext4Facts {

    private static final int GROUPS_MAX = 64;
    private static final int INODES_MAX = 600;
    private static final int ROOT = 2;
    private static final int DIRECTORY = 0x4000;
    private static final int FILE = 0x8000;
    private static final int EXTENTS = 0x80000;

    /** An extent of more blocks holds nothing yet. */
    private static final int INITIALIZED_MAX = 32_768;

    /** Bytes before a file's end that are hardly ever all zero. */
    private static final int TAIL = 512;

    private static final int EXTENT_MAGIC = 0xF30A;
    private static final int ENTRY_OF_DIRECTORY = 2;

    /** An inode named by a directory. */
    private record Named(long number, boolean isDirectory) {}

    private final ArrayView view;
    private final long base;
    private final Area superblock;
    private final long blockSize;
    private final int descriptorSize;
    private final Set<Long> seen = new HashSet<>();
    private final Queue<Named> queue = new ArrayDeque<>();

    private Ext4Facts(ArrayView view, long base, Area superblock) {
        this.view = view;
        this.base = base;
        this.superblock = superblock;
        this.blockSize = 1024L << superblock.u32(24);
        boolean isWide = (superblock.u32(96) & 0x80) != 0 && superblock.u16(254) >= 64;
        this.descriptorSize = isWide ? superblock.u16(254) : 32;
    }

    static boolean isSuperblock(Area area) {
        return area.u16(56) == 0xEF53
                && area.u32(24) <= 6
                && area.u32(32) >= 256
                && area.u32(32) <= 1 << 19
                && area.u32(40) >= 8
                && area.u32(40) <= 1 << 19
                && area.u16(88) >= 128
                && area.u16(88) <= 4096
                && area.u32(0) == groups(area) * area.u32(40);
    }

    private static long groups(Area superblock) {
        long blocks = superblock.u32(4) - superblock.u32(20);
        return Math.ceilDiv(Math.max(0, blocks), superblock.u32(32));
    }

    /** Whether a file system begins with it; it is no backup in a later group. */
    static boolean isPrimary(Area area) {
        return isSuperblock(area) && area.u16(90) == 0;
    }

    /**
     * Tries the facts of the file system that begins at {@code base} of the array; none, if there
     * is no superblock.
     */
    static void tryAll(ArrayView view, long base) {
        view.find(base + 1024, 1024, Ext4Facts::isPrimary)
                .map(superblock -> new Ext4Facts(view, base, superblock))
                .ifPresent(Ext4Facts::run);
    }

    private void run() {
        backups();
        bitmaps();
        seen.add((long) ROOT);
        queue.add(new Named(ROOT, true));
        while (!queue.isEmpty() && !view.isHopeless()) {
            inode(queue.remove());
        }
    }

    /** Sparse superblocks: in the groups 1 and the powers of 3, 5 and 7. */
    private void backups() {
        if ((superblock.u32(100) & 1) == 0) {
            return;
        }
        for (long group = 1; group < Math.min(groups(superblock), 4096); group++) {
            if (group == 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7)) {
                long block = superblock.u32(20) + group * superblock.u32(32);
                long number = group;
                view.find(
                        base + block * blockSize,
                        1024,
                        a ->
                                isSuperblock(a)
                                        && a.u16(90) == number
                                        && a.uuid(104).equals(superblock.uuid(104)));
            }
        }
    }

    private static boolean isPower(long number, long of) {
        long power = of;
        while (power < number) {
            power *= of;
        }
        return power == number;
    }

    private Optional<Area> descriptor(long group) {
        long at = (superblock.u32(20) + 1) * blockSize + group * descriptorSize;
        return view.find(base + at, descriptorSize, d -> isDescriptor(d, group));
    }

    private boolean isDescriptor(Area d, long group) {
        return isInside(d.u32(0))
                && isInside(d.u32(4))
                && isInside(d.u32(8))
                && d.u16(12) <= superblock.u32(32)
                && d.u16(14) <= superblock.u32(40)
                && d.u16(16) <= superblock.u32(40)
                && (!hasChecksums() || checksum(d, group) == d.u16(30));
    }

    private boolean isInside(long block) {
        return block > 0 && block < superblock.u32(4);
    }

    /** Feature metadata_csum, without a seed of its own. */
    private boolean hasChecksums() {
        return (superblock.u32(100) & 0x400) != 0 && (superblock.u32(96) & 0x2000) == 0;
    }

    /** CRC-32C, not inverted, of UUID, group and descriptor, whose own two bytes count as zeros. */
    private int checksum(Area d, long group) {
        CRC32C crc = new CRC32C();
        superblock.addTo(crc, 104, 16);
        byte[] number = {
            (byte) group, (byte) (group >> 8), (byte) (group >> 16), (byte) (group >> 24)
        };
        crc.update(number);
        d.addTo(crc, 0, 30);
        crc.update(new byte[2]);
        if (descriptorSize > 32) {
            d.addTo(crc, 32, descriptorSize - 32);
        }
        return (int) ~crc.getValue() & 0xFFFF;
    }

    private void bitmaps() {
        for (long group = 0; group < Math.min(groups(superblock) - 1, GROUPS_MAX); group++) {
            descriptor(group)
                    .ifPresent(
                            d -> {
                                if ((d.u16(18) & 2) == 0) {
                                    bitmap(d.u32(0), superblock.u32(32), d.u16(12));
                                }
                                if ((d.u16(18) & 1) == 0) {
                                    bitmap(d.u32(4), superblock.u32(40), d.u16(14));
                                }
                            });
        }
    }

    /** A bitmap that is not all in use must have as many clear bits as are said to be free. */
    private void bitmap(long block, long bits, int free) {
        if (free == 0 || free == bits || bits > blockSize * 8) {
            return;
        }
        view.find(
                base + block * blockSize,
                (int) blockSize,
                a -> {
                    long clear = 0;
                    for (int bit = 0; bit < bits; bit++) {
                        clear += (a.u8(bit / 8) >>> (bit % 8) & 1) ^ 1;
                    }
                    return clear == free;
                });
    }

    private void inode(Named named) {
        long index = named.number() - 1;
        long perGroup = superblock.u32(40);
        int size = superblock.u16(88);
        descriptor(index / perGroup)
                .flatMap(
                        d ->
                                view.find(
                                        base + d.u32(8) * blockSize + index % perGroup * size,
                                        128,
                                        a -> isInUse(a, named.isDirectory())))
                .filter(a -> (a.u32(32) & EXTENTS) != 0 && a.u16(46) == 0 && a.u16(42) <= 4)
                .ifPresent(
                        inode -> {
                            if (named.isDirectory()) {
                                directory(inode, named.number());
                            } else {
                                tail(inode);
                            }
                        });
    }

    private static boolean isInUse(Area inode, boolean isDirectory) {
        boolean isOfKind = (inode.u16(0) & 0xF000) == DIRECTORY == isDirectory;
        boolean isTree = (inode.u32(32) & EXTENTS) == 0 || inode.u16(40) == EXTENT_MAGIC;
        return isOfKind && inode.u16(0) != 0 && inode.u16(26) > 0 && isTree;
    }

    /** A file's last block: something up to the file's end, and zeros behind it. */
    private void tail(Area inode) {
        long size = inode.u32(4) | inode.u32(108) << 32;
        int end = (int) (size % blockSize);
        boolean isFile = (inode.u16(0) & 0xF000) == FILE;
        if (!isFile || size <= 0 || end == 0 || inode.u16(42) == 0) {
            return;
        }
        int at = 52 + 12 * (inode.u16(42) - 1);
        long inside = size / blockSize - inode.u32(at);
        if (inside >= 0 && inside < inode.u16(at + 4) && inode.u16(at + 4) <= INITIALIZED_MAX) {
            view.find(
                    base + (inode.u32(at + 8) + inside) * blockSize,
                    (int) blockSize,
                    block ->
                            !block.isZero(Math.max(0, end - TAIL), end)
                                    && block.isZero(end, (int) blockSize));
        }
    }

    /** The blocks of a directory whose tree is no deeper than its inode. */
    private void directory(Area inode, long number) {
        for (int i = 0; i < inode.u16(42); i++) {
            int at = 52 + 12 * i;
            long first = inode.u32(at + 8);
            for (int block = 0; block < Math.min(16, inode.u16(at + 4)); block++) {
                boolean isFirst = inode.u32(at) + block == 0;
                view.find(
                                base + (first + block) * blockSize,
                                (int) blockSize,
                                a -> isChain(a) && (!isFirst || a.u32(0) == number))
                        .ifPresent(this::entries);
            }
        }
    }

    /** Whether the entries' lengths lead from one to the next up to the end of the block. */
    private static boolean isChain(Area block) {
        int at = 0;
        while (at + 8 <= block.length()) {
            int length = block.u16(at + 4);
            if (length < 8 || length % 4 != 0) {
                return false;
            }
            at += length;
        }
        return at == block.length();
    }

    private void entries(Area block) {
        for (int at = 0; at + 12 <= block.length(); at += block.u16(at + 4)) {
            long number = block.u32(at);
            int type = block.u8(at + 7);
            if (number > 10
                    && number <= superblock.u32(0)
                    && type >= 1
                    && type <= 7
                    && seen.size() < INODES_MAX
                    && seen.add(number)) {
                queue.add(new Named(number, type == ENTRY_OF_DIRECTORY));
            }
        }
    }
}
