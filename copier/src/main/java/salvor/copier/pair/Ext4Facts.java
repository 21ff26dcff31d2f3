package salvor.copier.pair;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import salvor.copier.pair.Ext4Extents.Run;
import salvor.copier.pair.Ext4Superblock.Descriptor;
import salvor.copier.pair.metadata.Area;

/**
 * Follows an ext4 file system through an array on trial: where its superblock says that something
 * is, it must be. Backup superblocks, bitmaps that have as many clear bits as the descriptor says,
 * the tree of directories, whose blocks begin with their own inode's number, and whose entries name
 * inodes in use, and the last blocks of files, which are zero from the file's end on.
 */
final class Ext4Facts {

    private static final int GROUPS_MAX = 64;
    private static final int BACKUPS_MAX = 4096;
    private static final int INODES_MAX = 600;
    private static final int DIRECTORY_BLOCKS_MAX = 16;
    private static final int ROOT = 2;
    private static final int DIRECTORY = 0x4000;
    private static final int FILE = 0x8000;
    private static final int EXTENTS = 0x80000;
    private static final int INODES_UNUSED = 1;
    private static final int BLOCKS_UNUSED = 2;

    /** Bytes of an inode that are read. */
    private static final int INODE = 128;

    private static final int ENTRY_OF_DIRECTORY = 2;

    /** An inode named by a directory. */
    private record Named(long number, boolean isDirectory) {}

    private final ArrayView view;
    private final long base;
    private final Ext4Superblock superblock;
    private final Ext4Extents extents;
    private final Map<Long, Optional<Descriptor>> descriptors = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final Queue<Named> queue = new ArrayDeque<>();

    private Ext4Facts(ArrayView view, long base, Ext4Superblock superblock) {
        this.view = view;
        this.base = base;
        this.superblock = superblock;
        this.extents = new Ext4Extents(view, base, superblock);
    }

    /** Whether a file system begins with a superblock of these bytes. */
    static boolean isPrimary(Area area) {
        return new Ext4Superblock(area).isPrimary();
    }

    /**
     * Tries the facts of the file system that begins at {@code base} of the array; none, if there
     * is no superblock.
     */
    static void tryAll(ArrayView view, long base) {
        view.find(base + 1024, Ext4Superblock.LENGTH, Ext4Facts::isPrimary)
                .map(area -> new Ext4Facts(view, base, new Ext4Superblock(area)))
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

    private void backups() {
        if (!superblock.isSparse()) {
            return;
        }
        for (long group = 1; group < Math.min(superblock.groups(), BACKUPS_MAX); group++) {
            if (group == 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7)) {
                long number = group;
                long block = superblock.firstBlock() + group * superblock.blocksInGroup();
                view.find(
                        base + block * superblock.blockSize(),
                        Ext4Superblock.LENGTH,
                        area -> isBackup(new Ext4Superblock(area), number));
            }
        }
    }

    private boolean isBackup(Ext4Superblock backup, long group) {
        return backup.isSound()
                && backup.group() == group
                && backup.uuid().equals(superblock.uuid());
    }

    private static boolean isPower(long number, long of) {
        long power = of;
        while (power < number) {
            power *= of;
        }
        return power == number;
    }

    /** One fact, however many inodes of the group are looked at. */
    private Optional<Descriptor> descriptor(long group) {
        return descriptors.computeIfAbsent(
                group,
                number ->
                        view.find(
                                        base + superblock.descriptorAt(number),
                                        superblock.descriptorSize(),
                                        area -> new Descriptor(superblock, area, number).isSound())
                                .map(area -> new Descriptor(superblock, area, number)));
    }

    private void bitmaps() {
        for (long group = 0; group < Math.min(superblock.groups() - 1, GROUPS_MAX); group++) {
            descriptor(group).ifPresent(this::bitmaps);
        }
    }

    private void bitmaps(Descriptor descriptor) {
        Area area = descriptor.area();
        if ((area.u16(18) & BLOCKS_UNUSED) == 0) {
            bitmap(descriptor.blockBitmap(), superblock.blocksInGroup(), area.u16(12));
        }
        if ((area.u16(18) & INODES_UNUSED) == 0) {
            bitmap(descriptor.inodeBitmap(), superblock.inodesInGroup(), area.u16(14));
        }
    }

    /** A bitmap that is not all in use must have as many clear bits as are said to be free. */
    private void bitmap(long block, long bits, int free) {
        if (free == 0 || free == bits || bits > superblock.blockSize() * 8L) {
            return;
        }
        find(
                block,
                area -> {
                    long clear = 0;
                    for (int bit = 0; bit < bits; bit++) {
                        clear += (area.u8(bit / 8) >>> (bit % 8) & 1) ^ 1;
                    }
                    return clear == free;
                });
    }

    private Optional<Area> find(long block, Predicate<Area> fact) {
        int size = superblock.blockSize();
        return view.find(base + block * size, size, fact);
    }

    private void inode(Named named) {
        long index = named.number() - 1;
        long inside = index % superblock.inodesInGroup() * superblock.inodeSize();
        descriptor(index / superblock.inodesInGroup())
                .flatMap(
                        d ->
                                view.find(
                                        base + d.inodeTable() * superblock.blockSize() + inside,
                                        INODE,
                                        a -> isInUse(a, named.isDirectory())))
                .filter(inode -> (inode.u32(32) & EXTENTS) != 0)
                .ifPresent(
                        inode -> {
                            List<Run> runs = extents.runs(inode);
                            if (named.isDirectory()) {
                                directory(runs, named.number());
                            } else {
                                tail(inode, runs);
                            }
                        });
    }

    private static boolean isInUse(Area inode, boolean isDirectory) {
        boolean isOfKind = (inode.u16(0) & 0xF000) == DIRECTORY == isDirectory;
        boolean isTree = (inode.u32(32) & EXTENTS) == 0 || Ext4Extents.hasTree(inode);
        return isOfKind && inode.u16(0) != 0 && inode.u16(26) > 0 && isTree;
    }

    /** A file's last block: something up to the file's end, and zeros behind it. */
    private void tail(Area inode, List<Run> runs) {
        long size = inode.u32(4) | inode.u32(108) << 32;
        int end = (int) (size % superblock.blockSize());
        boolean isFile = (inode.u16(0) & 0xF000) == FILE;
        if (!isFile || size <= 0 || end == 0) {
            return;
        }
        long last = size / superblock.blockSize();
        for (Run run : runs) {
            if (last >= run.first() && last < run.first() + run.length()) {
                find(run.start() + last - run.first(), block -> FileTail.isAt(block, end));
            }
        }
    }

    private void directory(List<Run> runs, long number) {
        for (Run run : runs) {
            for (int i = 0; i < Math.min(DIRECTORY_BLOCKS_MAX, run.length()); i++) {
                boolean isFirst = run.first() + i == 0;
                find(run.start() + i, a -> isChain(a) && (!isFirst || a.u32(0) == number))
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
                    && number <= superblock.inodes()
                    && type >= 1
                    && type <= 7
                    && seen.size() < INODES_MAX
                    && seen.add(number)) {
                queue.add(new Named(number, type == ENTRY_OF_DIRECTORY));
            }
        }
    }
}
