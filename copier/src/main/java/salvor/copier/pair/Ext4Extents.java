package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.pair.metadata.Area;

/**
 * Where a file's blocks lie, as its inode's tree of extents says ({@code fs/ext4/ext4_extents.h}).
 * A node has a header: magic f30a at 0, entries 2, room 4, depth 6; then entries of 12 bytes. In a
 * leaf: first block of the file 0, length 4, place 6 (high) and 8. Above: first block 0, place of
 * the node below 4 and 8 (high).
 *
 * @param base bytes from the array's start to the file system's
 */
record Ext4Extents(ArrayView view, long base, Ext4Superblock superblock) {

    /** Where the tree's root lies in an inode, and how long it is. */
    private static final int ROOT = 40;

    private static final int ROOT_LENGTH = 60;
    private static final int MAGIC = 0xF30A;
    private static final int HEADER = 12;
    private static final int ENTRY = 12;

    /** Nodes below the root that are followed. */
    private static final int NODES_MAX = 4;

    /** An extent of more blocks holds nothing yet. */
    private static final int WRITTEN_MAX = 32_768;

    /**
     * Blocks of a file that follow each other.
     *
     * @param first number of the first one in the file
     * @param start where that lies in the file system
     */
    record Run(long first, long length, long start) {}

    /** Whether an inode has the root of such a tree. */
    static boolean hasTree(Area inode) {
        return inode.u16(ROOT) == MAGIC && isNode(inode, ROOT, ROOT_LENGTH);
    }

    /** The runs that hold something, as far as nodes are followed; each node is a fact. */
    List<Run> runs(Area inode) {
        List<Run> runs = new ArrayList<>();
        if (!hasTree(inode)) {
            return runs;
        }
        int depth = inode.u16(ROOT + 6);
        if (depth == 0) {
            leaf(inode, ROOT, runs);
        } else if (depth == 1) {
            int nodes = Math.min(NODES_MAX, inode.u16(ROOT + 2));
            for (int i = 0; i < nodes; i++) {
                int at = ROOT + HEADER + i * ENTRY;
                long first = inode.u32(at);
                long place = inode.u32(at + 4) | (long) inode.u16(at + 8) << 32;
                view.find(
                                base + place * superblock.blockSize(),
                                superblock.blockSize(),
                                node -> isLeaf(node, first))
                        .ifPresent(node -> leaf(node, 0, runs));
            }
        }
        return runs;
    }

    private boolean isLeaf(Area node, long first) {
        return node.u16(0) == MAGIC
                && node.u16(6) == 0
                && node.u16(2) > 0
                && isNode(node, 0, node.length())
                && node.u32(HEADER) >= first;
    }

    private static boolean isNode(Area area, int at, int length) {
        return area.u16(at + 2) <= area.u16(at + 4) && HEADER + area.u16(at + 4) * ENTRY <= length;
    }

    private void leaf(Area node, int from, List<Run> runs) {
        for (int i = 0; i < node.u16(from + 2); i++) {
            int at = from + HEADER + i * ENTRY;
            long start = node.u32(at + 8) | (long) node.u16(at + 6) << 32;
            int length = node.u16(at + 4);
            if (length <= WRITTEN_MAX && superblock.hasBlock(start)) {
                runs.add(new Run(node.u32(at), length, start));
            }
        }
    }
}
