package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a byte-exact comparison found. Positions are those on the first of the disks, from 0.
 *
 * @param compared bytes that all disks gave
 * @param differing bytes that differ; of a parity set, bytes whose XOR is not zero
 * @param first position of the first difference; -1 for none
 * @param metadata bytes left out because they are RAID metadata
 * @param unreadable bytes that at least one disk could not give: neither equal nor different
 * @param ranges runs of differing sectors, in order; cut off when there are very many
 */
public record Comparison(
        long compared,
        long differing,
        long first,
        long metadata,
        long unreadable,
        List<Range> ranges) {

    /** Both together, of the same disks. */
    Comparison plus(Comparison other) {
        boolean isFirst = other.first < 0 || (first >= 0 && first <= other.first);
        List<Range> both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        both.sort(Range.BY_START);
        return new Comparison(
                compared + other.compared,
                differing + other.differing,
                isFirst ? first : other.first,
                metadata + other.metadata,
                unreadable + other.unreadable,
                List.copyOf(both));
    }

    /**
     * A run of sectors that all differ somewhere.
     *
     * @param first position of its first differing byte
     * @param last position of its last differing byte
     * @param bytes that differ
     */
    public record Range(long first, long last, long bytes) {

        static final Comparator<Range> BY_START = Comparator.comparingLong(Range::first);

        Range join(Range next) {
            return new Range(first, next.last, bytes + next.bytes);
        }
    }
}
