package salvor.copier.pair;

import java.util.zip.CRC32C;
import salvor.copier.pair.metadata.Area;

/**
 * What an ext2, 3 or 4 superblock says about where things lie ({@code fs/ext4/ext4.h}): inodes 0,
 * blocks 4 (and 336 high), first block 20, log of block size 24, blocks 32 and inodes 40 in a
 * group, magic ef53 at 56, inode size 88, its own group 90, features 96 and 100, UUID 104,
 * descriptor size 254.
 */
record Ext4Superblock(Area area) {

    /** Bytes of it. */
    static final int LENGTH = 1024;

    private static final int IS_64_BIT = 0x80;
    private static final int HAS_SEED = 0x2000;
    private static final int IS_SPARSE = 1;
    private static final int HAS_CHECKSUMS = 0x400;

    /** Whether all that is read of it makes sense. */
    boolean isSound() {
        return area.u16(56) == 0xEF53
                && area.u32(24) <= 6
                && blocksInGroup() >= 256
                && blocksInGroup() <= 1 << 19
                && inodesInGroup() >= 8
                && inodesInGroup() <= 1 << 19
                && inodeSize() >= 128
                && inodeSize() <= 4096
                && inodes() == groups() * inodesInGroup();
    }

    /** Whether a file system begins with it; it is no backup in a later group. */
    boolean isPrimary() {
        return isSound() && group() == 0;
    }

    long inodes() {
        return area.u32(0);
    }

    long blocks() {
        return area.u32(4) | (isWide() ? area.u32(336) << 32 : 0);
    }

    long firstBlock() {
        return area.u32(20);
    }

    /** Bytes; a power of two from 1024 to 65,536. */
    int blockSize() {
        return 1024 << area.u32(24);
    }

    long blocksInGroup() {
        return area.u32(32);
    }

    long inodesInGroup() {
        return area.u32(40);
    }

    int inodeSize() {
        return area.u16(88);
    }

    /** The group that this copy lies in. */
    int group() {
        return area.u16(90);
    }

    long groups() {
        return Math.ceilDiv(Math.max(0, blocks() - firstBlock()), blocksInGroup());
    }

    String uuid() {
        return area.uuid(104);
    }

    /** Whether only the groups 1 and the powers of 3, 5 and 7 hold backups. */
    boolean isSparse() {
        return (area.u32(100) & IS_SPARSE) != 0;
    }

    private boolean isWide() {
        return (area.u32(96) & IS_64_BIT) != 0;
    }

    /** Whether {@code block} is one of the file system's, and not its first. */
    boolean hasBlock(long block) {
        return block > 0 && block < blocks();
    }

    int descriptorSize() {
        return isWide() && area.u16(254) >= 64 ? Math.min(area.u16(254), blockSize()) : 32;
    }

    /** Bytes from the file system's start to the descriptor of {@code group}. */
    long descriptorAt(long group) {
        return (firstBlock() + 1) * blockSize() + group * descriptorSize();
    }

    /**
     * A group's descriptor: block bitmap 0, inode bitmap 4, inode table 8 (32, 36, 40 high), free
     * blocks 12, free inodes 14, flags 18 (1: inodes unused, 2: blocks unused), checksum 30.
     */
    record Descriptor(Ext4Superblock superblock, Area area, long group) {

        long blockBitmap() {
            return block(0);
        }

        long inodeBitmap() {
            return block(4);
        }

        long inodeTable() {
            return block(8);
        }

        private long block(int at) {
            return area.u32(at) | (area.length() >= 64 ? area.u32(at + 32) << 32 : 0);
        }

        /** Whether all that is read of it makes sense. */
        boolean isSound() {
            return superblock.hasBlock(blockBitmap())
                    && superblock.hasBlock(inodeBitmap())
                    && superblock.hasBlock(inodeTable())
                    && area.u16(12) <= superblock.blocksInGroup()
                    && area.u16(14) <= superblock.inodesInGroup()
                    && area.u16(16) <= superblock.inodesInGroup()
                    && (!superblock.hasChecksums() || checksum() == area.u16(30));
        }

        /**
         * CRC-32C, not inverted, of UUID, group and descriptor, whose own two bytes count as zeros.
         */
        private int checksum() {
            CRC32C crc = new CRC32C();
            superblock.area.addTo(crc, 104, 16);
            byte[] number = {
                (byte) group, (byte) (group >> 8), (byte) (group >> 16), (byte) (group >> 24)
            };
            crc.update(number);
            area.addTo(crc, 0, 30);
            crc.update(new byte[2]);
            if (area.length() > 32) {
                area.addTo(crc, 32, area.length() - 32);
            }
            return (int) ~crc.getValue() & 0xFFFF;
        }
    }

    /** Feature metadata_csum, without a seed of its own. */
    private boolean hasChecksums() {
        return (area.u32(100) & HAS_CHECKSUMS) != 0 && (area.u32(96) & HAS_SEED) == 0;
    }
}
