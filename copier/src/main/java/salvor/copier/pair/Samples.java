package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The same blocks of all disks. */
final class Samples {

    private final SamplePlan plan;
    private final List<DiskSample> disks;
    private final List<Long> windows;
    private final Map<Long, Integer> numbers = new HashMap<>();

    /**
     * @param windows byte positions, in the order they were read
     */
    Samples(SamplePlan plan, List<Long> windows, List<DiskSample> disks) {
        this.plan = plan;
        this.windows = windows;
        this.disks = disks;
        windows.forEach(window -> numbers.put(window, numbers.size()));
    }

    static final int BLOCKS_IN_WINDOW = SamplePlan.WINDOW / Fingerprint.BLOCK;

    /** Blocks sampled of each disk, absent and unreadable ones included. */
    int count() {
        return windows.size() * BLOCKS_IN_WINDOW;
    }

    /** Where a block lies, in bytes. */
    long position(int block) {
        return windows.get(block / BLOCKS_IN_WINDOW)
                + (long) (block % BLOCKS_IN_WINDOW) * Fingerprint.BLOCK;
    }

    /** Whether the bytes at {@code position} were sampled, on every disk that reaches that far. */
    boolean holds(long position) {
        return position >= 0 && plan.isTaken(position);
    }

    /** The block that begins at {@code position}; empty if none was sampled there. */
    OptionalInt at(long position) {
        long inside = Math.floorMod(position, SamplePlan.WINDOW);
        Integer window = numbers.get(position - inside);
        if (window == null || inside % Fingerprint.BLOCK != 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(window * BLOCKS_IN_WINDOW + (int) (inside / Fingerprint.BLOCK));
    }

    /**
     * Some of the disks twice: all of them as they are, and then all of them as if their data began
     * {@code distance} bytes earlier. Only windows that were sampled in both places are left.
     *
     * @param distance a multiple of a window
     */
    Samples twice(List<Integer> some, long distance) {
        List<Long> both = windows.stream().filter(w -> numbers.containsKey(w + distance)).toList();
        List<Integer> near = new ArrayList<>();
        List<Integer> further = new ArrayList<>();
        for (long window : both) {
            blocks(window).forEach(near::add);
            blocks(window + distance).forEach(further::add);
        }
        List<DiskSample> all = new ArrayList<>();
        some.forEach(disk -> all.add(disks.get(disk).only(near)));
        some.forEach(disk -> all.add(disks.get(disk).only(further)));
        return new Samples(plan, both, all);
    }

    private IntStream blocks(long window) {
        int first = at(window).orElseThrow();
        return IntStream.range(first, first + BLOCKS_IN_WINDOW);
    }

    /** Whether one of a set of disks, as bits, has a telling block there. */
    boolean isTelling(long set, int block) {
        for (int disk = 0; disk < disks.size(); disk++) {
            if ((set >>> disk & 1) != 0 && disks.get(disk).state(block) == BlockState.TELLING) {
                return true;
            }
        }
        return false;
    }

    int disks() {
        return disks.size();
    }

    DiskSample disk(int disk) {
        return disks.get(disk);
    }

    /** What one block says of two disks: nothing, unless it is telling on one of them. */
    Agreement compare(int a, int b, int block) {
        DiskSample one = disks.get(a);
        DiskSample other = disks.get(b);
        BlockState here = one.state(block);
        BlockState there = other.state(block);
        boolean counts =
                here.isRead()
                        && there.isRead()
                        && (here == BlockState.TELLING || there == BlockState.TELLING);
        if (!counts) {
            return Agreement.NONE;
        }
        return one.linear(block) == other.linear(block) ? Agreement.YES : Agreement.NO;
    }
}
