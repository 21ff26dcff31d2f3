package salvor.copier.pair.metadata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Writes md superblocks with fields drawn at random, plausible enough for mdadm to print them. */
final class SyntheticSuperblock {

    private static final List<Integer> LEVELS = List.of(1, 5, 6, 10);

    private SyntheticSuperblock() {}

    /** Version 1; {@code minor} says where. Returns the byte position. */
    static int version1(byte[] disk, int minor, Random random) {
        long sectors = disk.length / 512;
        int sector = minor == 0 ? (int) ((sectors - 16) & ~7L) : minor == 1 ? 0 : 8;
        int at = sector * 512;
        ByteBuffer sb = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);
        sb = sb.slice(at, 4096).order(ByteOrder.LITTLE_ENDIAN);
        int level = LEVELS.get(random.nextInt(LEVELS.size()));
        int disks = 2 + random.nextInt(14);
        boolean bitmap = random.nextBoolean();
        boolean log = random.nextBoolean();
        sb.putInt(0, MdSuperblock1.MAGIC).putInt(4, 1).putInt(8, (bitmap ? 1 : 0) | (log ? 8 : 0));
        byte[] uuid = new byte[16];
        random.nextBytes(uuid);
        sb.put(16, uuid)
                .put(32, ("host:" + random.nextInt(1000)).getBytes(StandardCharsets.US_ASCII));
        long created = 1_000_000_000L + random.nextInt(1_000_000_000);
        sb.putLong(64, created | (long) random.nextInt(1_000_000) << 40);
        int offset = minor == 0 ? 0 : 128 + 8 * random.nextInt(16);
        long size = sectors - offset - 128;
        sb.putInt(72, level).putInt(76, layout(level, random)).putLong(80, size & ~7L);
        sb.putInt(88, level == 1 ? 0 : 8 << random.nextInt(8)).putInt(92, disks);
        sb.putInt(96, bitmap ? 8 : 0);
        if (bitmap) {
            bitmap(disk, at, size, random);
        }
        sb.putLong(128, offset).putLong(136, size).putLong(144, sector);
        int number = random.nextInt(disks);
        random.nextBytes(uuid);
        sb.putInt(160, number).put(168, uuid);
        if (log) {
            sb.put(185, (byte) 0).putShort(186, (short) 8).putInt(188, minor == 0 ? -8 : 72);
        }
        sb.putLong(192, created + random.nextInt(1_000_000)).putLong(200, random.nextInt(1 << 30));
        sb.putLong(208, random.nextInt(4) == 0 ? 4096 : -1);
        sb.putInt(220, disks);
        for (int i = 0; i < disks; i++) {
            int special = random.nextInt(12);
            int role = special == 0 ? 0xFFFF : special == 1 ? 0xFFFE : i;
            sb.putShort(256 + 2 * i, (short) role);
        }
        sb.putInt(216, (int) checksum1(sb, 256 + 2 * disks) + (random.nextInt(5) == 0 ? 1 : 0));
        return at;
    }

    /** Version 0.90 in the byte order of some host. */
    static int version0(byte[] disk, ByteOrder order, Random random) {
        int at = (int) (((disk.length / 512 & ~127L) - 128) * 512);
        ByteBuffer sb = ByteBuffer.wrap(disk).slice(at, 4096).order(order);
        int level = LEVELS.get(random.nextInt(LEVELS.size()));
        int disks = 2 + random.nextInt(14);
        int created = 1_000_000_000 + random.nextInt(500_000_000);
        sb.putInt(0, MdSuperblock1.MAGIC).putInt(8, 90).putInt(24, created).putInt(28, level);
        for (int word : new int[] {20, 52, 56, 60}) {
            sb.putInt(word, random.nextInt());
        }
        sb.putInt(32, at / 1024).putInt(36, disks).putInt(40, disks);
        sb.putInt(128, created + random.nextInt(1_000_000)).putInt(132, random.nextInt(2));
        boolean big = order == ByteOrder.BIG_ENDIAN;
        sb.putInt(big ? 160 : 156, random.nextInt()).putInt(big ? 156 : 160, random.nextInt(8));
        sb.putInt(256, layout(level, random)).putInt(260, 4096 << random.nextInt(8));
        for (int i = 0; i < disks; i++) {
            descriptor(sb, 512 + 128 * i, i);
        }
        descriptor(sb, 3968, random.nextInt(disks));
        sb.putInt(152, (int) checksum0(sb) + (random.nextInt(5) == 0 ? 1 : 0));
        return at;
    }

    /** mdadm clears the feature when the bitmap of this array is not there. */
    private static void bitmap(byte[] disk, int superblock, long sectors, Random random) {
        ByteBuffer bitmap =
                ByteBuffer.wrap(disk).slice(superblock + 4096, 4096).order(ByteOrder.LITTLE_ENDIAN);
        bitmap.put(0, "bitm".getBytes(StandardCharsets.US_ASCII)).putInt(4, 4);
        bitmap.put(8, disk, superblock + 16, 16);
        bitmap.putLong(24, random.nextInt()).putLong(40, sectors).putInt(52, 65536);
    }

    private static void descriptor(ByteBuffer sb, int at, int number) {
        sb.putInt(at, number).putInt(at + 4, 8).putInt(at + 8, 16 * number + 1);
        sb.putInt(at + 12, number).putInt(at + 16, 6);
    }

    private static int layout(int level, Random random) {
        return switch (level) {
            case 5, 6 -> random.nextInt(4);
            case 10 -> List.of(0x102, 0x103, 0x201, 0x301, 0x10201).get(random.nextInt(5));
            default -> 0;
        };
    }

    private static long checksum1(ByteBuffer sb, int length) {
        long sum = 0;
        for (int i = 0; i + 4 <= length; i += 4) {
            sum += i == 216 ? 0 : sb.getInt(i) & 0xFFFFFFFFL;
        }
        sum += length % 4 == 2 ? sb.getShort(length - 2) & 0xFFFF : 0;
        return (sum & 0xFFFFFFFFL) + (sum >>> 32);
    }

    private static long checksum0(ByteBuffer sb) {
        long sum = 0;
        for (int i = 0; i < 4096; i += 4) {
            sum += i == 152 ? 0 : sb.getInt(i) & 0xFFFFFFFFL;
        }
        return (sum & 0xFFFFFFFFL) + (sum >>> 32);
    }
}
