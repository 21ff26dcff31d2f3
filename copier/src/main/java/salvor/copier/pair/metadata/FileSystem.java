package salvor.copier.pair.metadata;

import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.device.Device;

/**
 * A file system's superblock.
 *
 * <ul>
 *   <li>ext2, 3, 4 ({@code fs/ext4/ext4.h}): 1024 bytes from its start; magic ef53 at 56; blocks 4
 *       (and 336 high), log of block size 24, mounts 52, written 48, state 58, group 90 (0: no
 *       backup), UUID 104.
 *   <li>XFS ({@code fs/xfs/libxfs/xfs_format.h}), big-endian: magic {@code XFSB} at 0; block size
 *       4, blocks 8 (8 bytes), UUID 32.
 *   <li>btrfs ({@code fs/btrfs/ctree.h}): 64 KiB from its start; magic {@code _BHRfS_M} at 64, UUID
 *       32, generation 72, size 112.
 * </ul>
 *
 * @param type {@code ext4} (for 2 and 3 too), {@code XFS} or {@code btrfs}
 * @param start bytes from the start of the disk to the file system's
 * @param size bytes
 * @param written seconds since 1970; 0 where the format does not say
 * @param counter what grows with use: mounts of ext4, btrfs's generation; 0 for XFS
 */
public record FileSystem(
        String type, long start, String uuid, long size, long written, long counter)
        implements Finding {

    /** Those that start at one of {@code starts}. */
    static List<FileSystem> find(Device device, Iterable<Long> starts) {
        List<FileSystem> found = new ArrayList<>();
        for (long start : starts) {
            at(device, start).ifPresent(found::add);
        }
        return found;
    }

    /** The one that starts at {@code start}. */
    public static Optional<FileSystem> at(Device device, long start) {
        return ext(device, start).or(() -> xfs(device, start)).or(() -> btrfs(device, start));
    }

    private static Optional<FileSystem> ext(Device device, long start) {
        return Area.read(device, start + 1024, 1024)
                .filter(a -> a.u16(56) == 0xEF53 && a.u32(24) <= 6 && a.u32(32) > 0)
                .filter(a -> a.u16(90) == 0)
                .map(
                        a -> {
                            boolean wide = (a.u32(96) & 0x80) != 0;
                            long blocks = a.u32(4) | (wide ? a.u32(336) << 32 : 0);
                            return new FileSystem(
                                    "ext4",
                                    start,
                                    a.uuid(104),
                                    bytes(blocks, 1024L << a.u32(24)),
                                    a.u32(48),
                                    a.u16(52));
                        });
    }

    private static Optional<FileSystem> xfs(Device device, long start) {
        return Area.read(device, start, 512)
                .map(a -> a.order(ByteOrder.BIG_ENDIAN))
                .filter(a -> a.matches(0, "XFSB") && Long.bitCount(a.u32(4)) == 1)
                .map(
                        a ->
                                new FileSystem(
                                        "XFS", start, a.uuid(32), bytes(a.i64(8), a.u32(4)), 0, 0));
    }

    private static Optional<FileSystem> btrfs(Device device, long start) {
        return Area.read(device, start + 65536, 4096)
                .filter(a -> a.matches(64, "_BHRfS_M"))
                .map(
                        a ->
                                new FileSystem(
                                        "btrfs",
                                        start,
                                        a.uuid(32),
                                        Math.max(0, a.i64(112)),
                                        0,
                                        Math.max(0, a.i64(72))));
    }

    private static long bytes(long blocks, long size) {
        return blocks < 0 || blocks > Long.MAX_VALUE / size ? 0 : blocks * size;
    }

    @Override
    public String sentence() {
        return "%s file system %s of %d bytes at %d%s%s"
                .formatted(
                        type,
                        uuid,
                        size,
                        start,
                        written > 0 ? ", written " + Instant.ofEpochSecond(written) : "",
                        counter > 0
                                ? (type.equals("btrfs") ? ", generation " : ", mounts ") + counter
                                : "");
    }
}
