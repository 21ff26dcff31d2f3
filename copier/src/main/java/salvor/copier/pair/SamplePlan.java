package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import salvor.protocol.message.Extent;

/**
 * Where to look: windows of 64 KiB, the same on all disks. Each round divides the disks into as
 * many strata as it has windows, and takes one of each stratum that no round took before.
 *
 * <p>Where disks have different sizes, the part that fewer of them reach gets its own share.
 */
final class SamplePlan {

    /** Bytes read at once: as dear as one block on a disk that must seek. */
    static final int WINDOW = 64 << 10;

    /** Sizes this near to each other, as a fraction, count as one. */
    private static final double SAME_SIZE = 0.02;

    /** Sizes that {@link #around} considers: each costs a megabyte or two. */
    private static final int SIZES_MAX = 2;

    private final List<Extent> parts;
    private final List<Long> sizes;
    private final RandomGenerator random;
    private final Set<Long> taken = new HashSet<>();

    /**
     * @param sizes of the disks, in bytes
     */
    SamplePlan(List<Long> sizes, RandomGenerator random) {
        this.random = random;
        this.parts = parts(new TreeSet<>(sizes));
        this.sizes = sizes.stream().distinct().sorted().limit(SIZES_MAX).toList();
    }

    private static List<Extent> parts(NavigableSet<Long> sizes) {
        List<Extent> parts = new ArrayList<>();
        long from = 0;
        for (long size : sizes) {
            boolean isLast = size == sizes.last();
            if (isLast || sizes.higher(size) > size * (1 + SAME_SIZE)) {
                parts.add(Extent.between(from / WINDOW, Math.ceilDiv(size, WINDOW)));
                from = size;
            }
        }
        return parts;
    }

    /**
     * The next windows, as byte positions in ascending order; empty once everything was taken.
     *
     * @param distances how far copies are thought to lie from what they are copies of: of each
     *     window, what lies there and as far again, where third copies are, is taken too
     */
    List<Long> next(long bytes, Collection<Long> distances) {
        long together = 1 + 4L * distances.size();
        long windows = Math.max(1, bytes / WINDOW / together / parts.size());
        TreeSet<Long> chosen = new TreeSet<>();
        for (Extent part : parts) {
            long strata = Math.min(windows, part.length());
            for (long i = 0; i < strata; i++) {
                long from = part.start() + part.length() * i / strata;
                long to = part.start() + part.length() * (i + 1) / strata;
                choose(from, to, chosen);
            }
        }
        for (long window : List.copyOf(chosen)) {
            for (long distance : distances) {
                long second = window * WINDOW + distance;
                long third = second + distance;
                takeAll(List.of(second, second + WINDOW - 1, third, third + WINDOW - 1), chosen);
            }
        }
        return positions(chosen);
    }

    /**
     * Windows that show how far away copies of what lies at {@code centre} are.
     *
     * @param bytes to take at most
     */
    List<Long> around(long centre, long bytes) {
        TreeSet<Long> chosen = new TreeSet<>();
        List<Long> positions = Reach.around(centre, sizes);
        takeAll(positions.subList(0, (int) Math.min(positions.size(), bytes / WINDOW)), chosen);
        return positions(chosen);
    }

    private static List<Long> positions(Collection<Long> windows) {
        return windows.stream().map(window -> window * WINDOW).toList();
    }

    /** The windows of those positions that lie on a disk and that nobody took before. */
    private void takeAll(Iterable<Long> positions, Set<Long> chosen) {
        for (long position : positions) {
            long window = Math.floorDiv(position, WINDOW);
            if (window >= 0 && window < parts.getLast().end() && taken.add(window)) {
                chosen.add(window);
            }
        }
    }

    /** One window of a stratum: a random one, or the next free one after it. */
    private void choose(long from, long to, Set<Long> chosen) {
        long length = to - from;
        long start = length > 0 ? random.nextLong(length) : 0;
        for (long i = 0; i < length; i++) {
            long window = from + (start + i) % length;
            if (taken.add(window)) {
                chosen.add(window);
                return;
            }
        }
    }

    boolean isTaken(long position) {
        return taken.contains(position / WINDOW);
    }
}
