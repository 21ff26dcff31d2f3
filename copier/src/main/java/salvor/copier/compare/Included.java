package salvor.copier.compare;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;

/** Which positions of one side count: those that its map calls rescued; all, without a map. */
final class Included {

    private final @Nullable RescueMap map;
    private final long start;
    private final long length;

    Included(Side side, long length) {
        map = side.map();
        start = side.start();
        this.length = length;
    }

    /** The first position at or after {@code position} that counts; the length, if none does. */
    long next(long position) {
        if (map == null || start + position >= map.size()) {
            return Math.min(position, length);
        }
        Region region = map.next(Status.RESCUED, start + position);
        long next = region == null ? map.size() : region.extent().start();
        return Math.min(length, Math.max(position, next - start));
    }

    /** Where the run of positions that count ends that {@code position} is in. */
    long end(long position) {
        if (map == null || start + position >= map.size()) {
            return length;
        }
        long end = map.regionAt(start + position).extent().end();
        return end == map.size() ? length : Math.min(length, end - start);
    }
}
