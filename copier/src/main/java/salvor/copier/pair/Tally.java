package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.pair.Comparison.Range;

/** Counts of one relation while it is being confirmed; filled by several threads. */
final class Tally {

    /** More ranges than this are counted and not listed. */
    private static final int RANGES_MAX = 10_000;

    private long compared;
    private long differing;
    private long metadata;
    private long unreadable;
    private long first = Long.MAX_VALUE;
    private final List<Range> ranges = new ArrayList<>();

    /** A window's share. */
    synchronized void add(Tally window) {
        compared += window.compared;
        differing += window.differing;
        metadata += window.metadata;
        unreadable += window.unreadable;
        first = Math.min(first, window.first);
        for (Range range : window.ranges) {
            if (ranges.size() < RANGES_MAX) {
                ranges.add(range);
            }
        }
    }

    /** What was found before. */
    synchronized void add(Comparison before) {
        compared += before.compared();
        differing += before.differing();
        metadata += before.metadata();
        unreadable += before.unreadable();
        first = before.first() < 0 ? first : Math.min(first, before.first());
        ranges.addAll(before.ranges());
    }

    void compared(long bytes) {
        compared += bytes;
    }

    void metadata(long bytes) {
        metadata += bytes;
    }

    void unreadable(long bytes) {
        unreadable += bytes;
    }

    /** One sector's differences; {@code range} joins the one before it if that one touches it. */
    void differing(Range range, long sectorStart) {
        differing += range.bytes();
        first = Math.min(first, range.first());
        if (!ranges.isEmpty() && ranges.getLast().last() >= sectorStart - DiskSample.SECTOR) {
            Range before = ranges.removeLast();
            ranges.add(before.join(range));
        } else {
            ranges.add(range);
        }
    }

    synchronized Comparison result() {
        ranges.sort(Range.BY_START);
        return new Comparison(
                compared,
                differing,
                first == Long.MAX_VALUE ? -1 : first,
                metadata,
                unreadable,
                List.copyOf(ranges));
    }
}
