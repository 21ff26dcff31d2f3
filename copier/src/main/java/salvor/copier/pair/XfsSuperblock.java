package salvor.copier.pair;

import java.nio.ByteOrder;
import salvor.copier.pair.metadata.Area;

/**
 * What an XFS superblock says about where things lie ({@code fs/xfs/libxfs/xfs_format.h}),
 * big-endian: magic {@code XFSB} at 0, block size 4, UUID 32, blocks in a group 84, groups 88,
 * version 100, sector size 102, inode size 104, logarithms of inodes in a block 123 and of blocks
 * in a group 124. Its groups are called allocation groups.
 *
 * @param area big-endian
 */
record XfsSuperblock(Area area) {

    /** Bytes that are read of it. */
    static final int LENGTH = 512;

    private static final int VERSION_MASK = 0xF;

    /** Reads bytes in any order of theirs. */
    static XfsSuperblock of(Area area) {
        return new XfsSuperblock(area.order(ByteOrder.BIG_ENDIAN));
    }

    /** Whether all that is read of it makes sense. */
    boolean isSound() {
        return area.matches(0, "XFSB")
                && isPowerOf2(blockSize(), 512, 65_536)
                && isPowerOf2(sectorSize(), 512, 32_768)
                && isPowerOf2(inodeSize(), 256, 2048)
                && 1L << inodesInBlockLog() == blockSize() / inodeSize()
                && blocksInGroup() > 0
                && blocksInGroupLog() == 64 - Long.numberOfLeadingZeros(blocksInGroup() - 1);
    }

    private static boolean isPowerOf2(long number, long from, long to) {
        return Long.bitCount(number) == 1 && number >= from && number <= to;
    }

    /** Bytes. */
    int blockSize() {
        return area.i32(4);
    }

    long blocksInGroup() {
        return area.u32(84);
    }

    long groups() {
        return area.u32(88);
    }

    int sectorSize() {
        return area.u16(102);
    }

    int inodeSize() {
        return area.u16(104);
    }

    private int inodesInBlockLog() {
        return area.u8(123);
    }

    private int blocksInGroupLog() {
        return area.u8(124);
    }

    String uuid() {
        return area.uuid(32);
    }

    /** Whether metadata says where it belongs: version 5 of the format. */
    boolean isSelfDescribing() {
        return (area.u16(100) & VERSION_MASK) == 5;
    }

    /** Bytes from the file system's start to that of {@code group}. */
    long groupAt(long group) {
        return group * blocksInGroup() * blockSize();
    }

    /** Bytes from the file system's start to a block, whose number has its group's on top. */
    long blockAt(long block) {
        long mask = (1L << blocksInGroupLog()) - 1;
        return groupAt(block >>> blocksInGroupLog()) + (block & mask) * blockSize();
    }

    /** The number by which everything knows the inode that its group calls {@code inode}. */
    long inodeNumber(long group, long inode) {
        return (group << (blocksInGroupLog() + inodesInBlockLog())) | inode;
    }

    /** Bytes from the group's start to the inode that the group calls {@code inode}. */
    long inodeAt(long inode) {
        return inode * inodeSize();
    }
}
