package salvor.copier.pair.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/**
 * Reads md's superblock of version 1 ({@code include/uapi/linux/raid/md_p.h}, {@code struct
 * mdp_superblock_1}), all little-endian:
 *
 * <pre>
 *   0 magic a92b4efc      4 major version 1      8 feature map
 *  16 UUID of the array  32 name (32)           64 created: seconds, 40 bits
 *  72 level              76 layout              80 component size in sectors (8)
 *  88 chunk in sectors   92 disks               96 bitmap: signed sectors from here
 * 128 data offset (8)   136 data size (8)      144 position of this superblock (8), sectors
 * 160 number of this    168 UUID of this        185 shift, 186 sectors of bad-block log,
 *     member                member                  188 signed sectors from here to it
 * 192 updated (as 64)   200 events (8)         208 resync offset (8)
 * 216 checksum          220 roles in the table  256 table of roles, 16 bits each
 * </pre>
 *
 * It lies 8 to 12 KiB before the end (1.0), at the start (1.1) or 4 KiB after it (1.2).
 */
final class MdSuperblock1 {

    static final int MAGIC = 0xa92b4efc;

    private static final int FIXED = 256;
    private static final int SIZE = 4096;
    private static final int ROLES_MAX = (SIZE - FIXED) / 2;
    private static final int SECTOR = 512;

    /** Sectors from which on a position is nonsense: 2^63 bytes. */
    private static final long SECTORS_MAX = Long.MAX_VALUE / SECTOR;

    private MdSuperblock1() {}

    static List<MdSuperblock> find(Device device) {
        List<MdSuperblock> found = new ArrayList<>();
        long sectors = device.size() / SECTOR;
        read(device, "1.0", ((sectors - 16) & ~7L) * SECTOR).ifPresent(found::add);
        read(device, "1.1", 0).ifPresent(found::add);
        read(device, "1.2", 8 * SECTOR).ifPresent(found::add);
        return found;
    }

    private static Optional<MdSuperblock> read(Device device, String version, long position) {
        return Area.read(device, position, SIZE)
                .filter(area -> area.i32(0) == MAGIC && area.i32(4) == 1)
                .map(area -> parse(device, version, position, area));
    }

    private static MdSuperblock parse(Device device, String version, long position, Area area) {
        long features = area.u32(8);
        boolean bitmap = (features & 1) != 0;
        boolean log = (features & 8) != 0 || area.u16(186) != 0;
        return new MdSuperblock(
                version,
                position,
                bytes(area.i64(144)),
                features,
                array(area),
                member(area),
                state(area),
                checksum(area),
                bitmap
                        ? MdBitmap.read(device, position + (long) area.i32(96) * SECTOR)
                        : Optional.empty(),
                log ? badBlocks(device, position, area) : Optional.empty());
    }

    private static MdSuperblock.Array array(Area area) {
        return new MdSuperblock.Array(
                area.mdUuid(16),
                area.text(32, 32),
                area.i64(64) & 0xFF_FFFF_FFFFL,
                area.i32(72),
                area.i32(76),
                area.u32(88) * SECTOR,
                bytes(area.i64(80)),
                area.i32(92));
    }

    private static MdSuperblock.Member member(Area area) {
        int number = area.i32(160);
        int role = number < 0 || number >= roles(area) ? MdSuperblock.SPARE : role(area, number);
        return new MdSuperblock.Member(
                Optional.of(area.mdUuid(168)),
                number,
                role,
                bytes(area.i64(128)),
                bytes(area.i64(136)));
    }

    private static MdSuperblock.State state(Area area) {
        int disks = Math.clamp(area.i32(92), 0, ROLES_MAX);
        boolean[] working = new boolean[disks];
        for (int i = 0; i < roles(area); i++) {
            int role = role(area, i);
            if (role >= 0 && role < disks) {
                working[role] = true;
            }
        }
        List<Boolean> list = new ArrayList<>(disks);
        for (boolean w : working) {
            list.add(w);
        }
        long updated = area.i64(192) & 0xFF_FFFF_FFFFL;
        boolean clean = area.i64(208) == -1;
        return new MdSuperblock.State(updated, area.i64(200), clean, List.copyOf(list));
    }

    private static int roles(Area area) {
        return Math.clamp(area.u32(220), 0, ROLES_MAX);
    }

    private static int role(Area area, int number) {
        int role = area.u16(FIXED + 2 * number);
        return switch (role) {
            case 0xFFFF -> MdSuperblock.SPARE;
            case 0xFFFE -> MdSuperblock.FAULTY;
            case 0xFFFD -> MdSuperblock.JOURNAL;
            default -> role;
        };
    }

    /** The sum of the little-endian words, the checksum's own as 0, its carry added once. */
    private static MdSuperblock.Checksum checksum(Area area) {
        int length = FIXED + 2 * roles(area);
        long sum = 0;
        for (int at = 0; at + 4 <= length; at += 4) {
            sum += at == 216 ? 0 : area.u32(at);
        }
        if (length % 4 == 2) {
            sum += area.u16(length - 2);
        }
        long expected = (sum & 0xFFFF_FFFFL) + (sum >>> 32) & 0xFFFF_FFFFL;
        return new MdSuperblock.Checksum(area.u32(216), expected);
    }

    private static Optional<BadBlockLog> badBlocks(Device device, long position, Area area) {
        int length = area.u16(186) * SECTOR;
        long at = position + (long) area.i32(188) * SECTOR;
        if (length == 0 || at < 0) {
            return Optional.empty();
        }
        int shift = Math.min(area.u8(185), 30);
        List<Extent> blocks =
                Area.read(device, at, Math.min(length, SIZE))
                        .map(log -> BadBlockLog.parse(log, shift))
                        .orElse(List.of());
        return Optional.of(new BadBlockLog(new Extent(at, length), blocks));
    }

    /** Sectors as bytes; nonsense as 0, which every reader of it takes for unknown. */
    private static long bytes(long sectors) {
        return sectors < 0 || sectors > SECTORS_MAX ? 0 : sectors * SECTOR;
    }
}
