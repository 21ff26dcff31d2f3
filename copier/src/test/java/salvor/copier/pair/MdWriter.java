package salvor.copier.pair;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes md 1.x superblocks of a test array. */
final class MdWriter {

    private MdWriter() {}

    /**
     * Version 1.0 where the data begins at 0, else 1.2.
     *
     * @param id tells arrays apart
     */
    static void write(TestArray array, long id) {
        for (int role = 0; role < array.members.size(); role++) {
            write(array.members.get(role), array, role, id);
        }
    }

    /** Zeros where {@link #write} writes. */
    static void erase(byte[] disk, TestArray array) {
        int at = sector(disk, array) * 512;
        Arrays.fill(disk, at, at + 4096, (byte) 0);
    }

    private static int sector(byte[] disk, TestArray array) {
        return array.origin == 0 ? (disk.length / 512 - 16) & ~7 : 8;
    }

    static void write(byte[] disk, TestArray array, int role, long id) {
        int sector = sector(disk, array);
        ByteBuffer sb =
                ByteBuffer.wrap(disk).slice(sector * 512, 4096).order(ByteOrder.LITTLE_ENDIAN);
        int disks = array.members.size();
        int data = (disk.length - array.origin) / 512;
        sb.putInt(0, 0xa92b4efc).putInt(4, 1).putInt(8, 0).putLong(16, id).putLong(24, ~id);
        sb.putLong(64, 1_700_000_000).putInt(72, array.level).putInt(76, array.layout);
        sb.putLong(80, data).putInt(88, array.chunk / 512).putInt(92, disks);
        sb.putLong(128, array.origin / 512).putLong(136, data).putLong(144, sector);
        sb.putInt(160, role).putLong(168, id * 31 + role).putLong(176, role);
        sb.putLong(192, 1_700_000_100).putLong(200, 17).putLong(208, -1).putInt(220, disks);
        for (int i = 0; i < disks; i++) {
            sb.putShort(256 + 2 * i, (short) i);
        }
        long sum = 0;
        for (int i = 0; i + 4 <= 256 + 2 * disks; i += 4) {
            sum += i == 216 ? 0 : sb.getInt(i) & 0xFFFFFFFFL;
        }
        sum += disks % 2 == 1 ? sb.getShort(256 + 2 * disks - 2) & 0xFFFF : 0;
        sb.putInt(216, (int) ((sum & 0xFFFFFFFFL) + (sum >>> 32)));
    }
}
