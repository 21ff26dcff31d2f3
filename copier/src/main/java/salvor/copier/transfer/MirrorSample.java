package salvor.copier.transfer;

import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Where a mirror is compared with what was rescued before it is believed: a little from the middle
 * of each of equal parts. The ends of a RAID member hold its own metadata, which no twin shares.
 */
final class MirrorSample {

    private static final int PARTS_MAX = 64;
    private static final long PART_BYTES_MIN = 4 << 20;
    private static final long PIECE_BYTES = 64 << 10;

    private MirrorSample() {}

    /** The sample is non-tried in what this gives, all else rescued. */
    static RescueMap of(RescueMap map) {
        RescueMap sample = new RescueMap(map.size());
        sample.set(new Extent(0, map.size()), Status.RESCUED);
        long parts = Math.clamp(map.size() / PART_BYTES_MIN, 1, PARTS_MAX);
        for (long i = 0; i < parts; i++) {
            long middle = (long) ((i + 0.5) / parts * map.size());
            Extent rescued = rescuedNear(map, middle);
            if (rescued != null) {
                sample.set(rescued, Status.NON_TRIED);
            }
        }
        return sample;
    }

    /** At {@code position} or behind it; else the last before it. */
    private static @Nullable Extent rescuedNear(RescueMap map, long position) {
        Region behind = map.next(Status.RESCUED, position);
        if (behind != null) {
            long start = Math.max(position, behind.extent().start());
            return Extent.between(start, Math.min(start + PIECE_BYTES, behind.extent().end()));
        }
        Region before = map.previous(Status.RESCUED, position);
        if (before != null) {
            long end = before.extent().end();
            return Extent.between(Math.max(before.extent().start(), end - PIECE_BYTES), end);
        }
        return null;
    }
}
