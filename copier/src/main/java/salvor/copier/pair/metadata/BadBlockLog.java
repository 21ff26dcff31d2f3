package salvor.copier.pair.metadata;

import java.util.ArrayList;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * md's log of blocks that could not be read or written: 64-bit entries, start sector &lt;&lt; 10 |
 * count, ended by all ones ({@code drivers/md/md.c}, {@code super_1_load}).
 *
 * @param area where the log lies on the member
 * @param blocks extents of the array's data on this member, from its data offset; empty too when
 *     the log could not be read
 */
public record BadBlockLog(Extent area, List<Extent> blocks) {

    /** Entries before the list is cut: what md itself can hold in a page. */
    private static final int ENTRIES_MAX = 512;

    /** Sector {@code n} of the log counts as {@code n << shift}. */
    static List<Extent> parse(Area log, int shift) {
        List<Extent> blocks = new ArrayList<>();
        for (int at = 0; at + 8 <= log.length() && blocks.size() < ENTRIES_MAX; at += 8) {
            long entry = log.i64(at);
            if (entry == -1) {
                break;
            }
            long sector = (entry >>> 10) << shift;
            long count = (entry & 0x3FF) << shift;
            if (count > 0 && sector >= 0 && sector < 1L << 53) {
                blocks.add(new Extent(sector * 512, count * 512));
            }
        }
        return List.copyOf(blocks);
    }
}
