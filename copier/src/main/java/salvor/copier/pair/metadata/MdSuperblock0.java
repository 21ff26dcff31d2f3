package salvor.copier.pair.metadata;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.device.Device;

/**
 * Reads md's superblock of version 0.90 ({@code include/uapi/linux/raid/md_p.h}, {@code struct
 * mdp_superblock_s}), 4 KiB in the byte order of the host that made it, at the last multiple of 64
 * KiB that leaves 64 KiB to the end:
 *
 * <pre>
 *   0 magic a92b4efc      4 major 0     8 minor 90    20 UUID, then 52, 56, 60 (4 each)
 *  24 created            28 level      32 size in KiB 40 disks
 * 128 updated           132 state: bit 0 clean, 8 bitmap follows the superblock
 * 152 checksum          156 events: low then high; high then low on big-endian hosts
 * 256 layout            260 chunk in bytes
 * 512 27 descriptors of 128 bytes: number 0, role 12, state 16 (bit 1 active, 2 in sync)
 * 3968 this member's descriptor
 * </pre>
 */
final class MdSuperblock0 {

    private static final int SIZE = 4096;
    private static final int DESCRIPTORS = 27;
    private static final int THIS = 3968;
    private static final int BITMAP_PRESENT = 1 << 8;

    private MdSuperblock0() {}

    static Optional<MdSuperblock> find(Device device) {
        long position = (((device.size() / 512) & ~127L) - 128) * 512;
        return Area.read(device, position, SIZE)
                .flatMap(MdSuperblock0::inItsOrder)
                .map(area -> parse(device, position, area));
    }

    private static Optional<Area> inItsOrder(Area area) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Area ordered = area.order(order);
            if (ordered.i32(0) == MdSuperblock1.MAGIC && ordered.i32(4) == 0) {
                return Optional.of(ordered);
            }
        }
        return Optional.empty();
    }

    private static MdSuperblock parse(Device device, long position, Area area) {
        long component = area.u32(32) * 1024;
        MdSuperblock.Array array =
                new MdSuperblock.Array(
                        uuid(area),
                        "",
                        area.u32(24),
                        area.i32(28),
                        area.i32(256),
                        area.u32(260),
                        component,
                        area.i32(40));
        // A spare keeps its number as its role; only what is active and in sync has one.
        int state = area.i32(THIS + 16);
        int role = (state & 6) == 6 ? area.i32(THIS + 12) : MdSuperblock.SPARE;
        MdSuperblock.Member member =
                new MdSuperblock.Member(
                        Optional.empty(), area.i32(THIS), Math.max(role, -1), 0, component);
        return new MdSuperblock(
                "0.90",
                position,
                position,
                0,
                array,
                member,
                state(area),
                checksum(area),
                (area.i32(132) & BITMAP_PRESENT) != 0
                        ? MdBitmap.read(device, position + SIZE)
                        : Optional.empty(),
                Optional.empty());
    }

    private static String uuid(Area area) {
        return "%08x:%08x:%08x:%08x"
                .formatted(area.i32(20), area.i32(52), area.i32(56), area.i32(60));
    }

    private static MdSuperblock.State state(Area area) {
        boolean big = area.order(ByteOrder.BIG_ENDIAN).i32(0) == MdSuperblock1.MAGIC;
        long events = area.u32(big ? 160 : 156) | area.u32(big ? 156 : 160) << 32;
        int disks = Math.clamp(area.i32(40), 0, DESCRIPTORS);
        boolean[] working = new boolean[disks];
        for (int i = 0; i < DESCRIPTORS; i++) {
            int at = 512 + 128 * i;
            int role = area.i32(at + 12);
            if (role >= 0 && role < disks && (area.i32(at + 16) & 6) == 6) {
                working[role] = true;
            }
        }
        List<Boolean> list = new ArrayList<>(disks);
        for (boolean w : working) {
            list.add(w);
        }
        return new MdSuperblock.State(
                area.u32(128), events, (area.i32(132) & 1) != 0, List.copyOf(list));
    }

    /** The sum of all words, the checksum's own as 0, its carry added once. */
    private static MdSuperblock.Checksum checksum(Area area) {
        long sum = 0;
        for (int at = 0; at < SIZE; at += 4) {
            sum += at == 152 ? 0 : area.u32(at);
        }
        long expected = (sum & 0xFFFF_FFFFL) + (sum >>> 32) & 0xFFFF_FFFFL;
        return new MdSuperblock.Checksum(area.u32(152), expected);
    }
}
