package salvor.copier.pair.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.device.Device;

/**
 * md's write-intent bitmap ({@code drivers/md/md-bitmap.h}, {@code struct bitmap_super_s}), all
 * little-endian:
 *
 * <pre>
 *  0 magic "bitm"      4 version         8 UUID of the array (16)
 * 24 events (8)       32 events when last clear (8)
 * 40 sync size in sectors (8)           48 state   52 chunk in bytes
 * 56 delay in seconds 60 write-behind   64 sectors reserved
 * </pre>
 *
 * From byte 256 on, one bit a chunk: 1 where the members may differ.
 *
 * @param position bytes from the start of the member
 * @param events the array's events when the bitmap was written
 * @param chunk bytes of the array that a bit stands for
 * @param bits bits that count
 * @param dirty bits that are set
 */
public record MdBitmap(long position, String uuid, long events, long chunk, long bits, long dirty)
        implements Finding {

    private static final String MAGIC = "bitm";

    /** The size of the structure before the bits. */
    static final int HEADER = 256;

    /** More is not looked at: md's own limit for an internal bitmap is far below. */
    private static final int BYTES_MAX = 1 << 20;

    /**
     * Bytes from either end of a disk within which mdadm places bitmaps, at multiples of a page.
     */
    private static final int HEAD = 64 << 10;

    private static final int TAIL = 256 << 10;
    private static final int PAGE = 4096;

    /** All that lie where mdadm places them, whatever became of the superblocks. */
    static List<MdBitmap> find(Device device) {
        List<MdBitmap> found = new ArrayList<>(in(device, 0, HEAD));
        long tail = Math.max(HEAD, (device.size() - TAIL) / PAGE * PAGE);
        for (long at = tail; at < device.size(); at += HEAD) {
            found.addAll(in(device, at, (int) Math.min(HEAD, (device.size() - at) / PAGE * PAGE)));
        }
        return found;
    }

    private static List<MdBitmap> in(Device device, long from, int length) {
        List<MdBitmap> found = new ArrayList<>();
        Area.read(device, from, length)
                .ifPresent(
                        area -> {
                            for (int at = 0; at + HEADER <= length; at += PAGE) {
                                if (area.matches(at, MAGIC)) {
                                    read(device, from + at).ifPresent(found::add);
                                }
                            }
                        });
        return found;
    }

    /** The bitmap at {@code position}, if its magic is there. */
    static Optional<MdBitmap> read(Device device, long position) {
        return Area.read(device, position, HEADER)
                .filter(header -> header.matches(0, MAGIC))
                .map(header -> parse(device, position, header));
    }

    private static MdBitmap parse(Device device, long position, Area header) {
        long chunk = header.u32(52);
        long sectors = header.i64(40);
        long bits = chunk >= 512 && sectors > 0 ? Math.ceilDiv(sectors, chunk / 512) : 0;
        int bytes = (int) Math.min(BYTES_MAX, Math.ceilDiv(bits, 8));
        long dirty =
                Area.read(device, position + HEADER, bytes)
                        .map(area -> count(area, Math.min(bits, 8L * BYTES_MAX)))
                        .orElse(0L);
        return new MdBitmap(position, header.mdUuid(8), header.i64(24), chunk, bits, dirty);
    }

    private static long count(Area area, long bits) {
        long set = 0;
        for (int at = 0; at < area.length(); at++) {
            int live = (int) Math.min(8, bits - 8L * at);
            set += Integer.bitCount(area.u8(at) & (1 << live) - 1);
        }
        return set;
    }

    /** Bytes it takes on the member. */
    public long length() {
        return HEADER + (bits + 7) / 8;
    }

    @Override
    public String sentence() {
        return "md bitmap at %d: array %s, %d events, %d of %d areas being written"
                .formatted(position, uuid, events, dirty, bits);
    }
}
