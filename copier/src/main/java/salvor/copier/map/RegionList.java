package salvor.copier.map;

import java.util.Arrays;
import salvor.protocol.message.Extent;

/** Regions that follow one another, while the size of their device is not known. */
final class RegionList {

    private final long start;
    private long[] ends = new long[64];
    private Status[] statuses = new Status[64];
    private int count;

    /**
     * @param start of the first region
     */
    RegionList(long start) {
        this.start = start;
    }

    int count() {
        return count;
    }

    long start() {
        return start;
    }

    long end() {
        return count == 0 ? start : ends[count - 1];
    }

    void add(long end, Status status) {
        if (count > 0 && statuses[count - 1] == status) {
            ends[count - 1] = end;
            return;
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            statuses = Arrays.copyOf(statuses, count * 2);
        }
        ends[count] = end;
        statuses[count++] = status;
    }

    /** A map of this size; what the regions do not reach is non-tried, what is past it is cut. */
    RescueMap toMap(long size) {
        RescueMap map = new RescueMap(size);
        long at = start;
        for (int i = 0; i < count && at < size; at = ends[i++]) {
            map.set(Extent.between(at, Math.min(ends[i], size)), statuses[i]);
        }
        return map;
    }
}
