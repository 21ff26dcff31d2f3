package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;

/**
 * The sets of disks whose blocks at one position have an XOR of zero, none containing another: the
 * circuits of the kernel of the blocks over GF(2). Blank blocks belong to no set.
 */
final class Circuits {

    /** More independent sets than this are a coincidence of copies, and are not told apart. */
    private static final int DIMENSION_MAX = 8;

    private Circuits() {}

    /** Sets as bit masks of disks, two bits or more each. */
    static List<Long> at(Samples samples, int block) {
        long[] pivots = new long[64];
        long[] masks = new long[64];
        List<Long> kernel = new ArrayList<>();
        for (int disk = 0; disk < samples.disks(); disk++) {
            long value = samples.disk(disk).linear(block);
            if (value != 0) {
                reduce(value, 1L << disk, pivots, masks, kernel);
            }
        }
        return kernel.isEmpty() || kernel.size() > DIMENSION_MAX
                ? List.of()
                : minimal(combinations(kernel));
    }

    /** One step of Gaussian elimination: the value becomes a pivot, or its set a kernel vector. */
    private static void reduce(
            long value, long mask, long[] pivots, long[] masks, List<Long> kernel) {
        long rest = value;
        long set = mask;
        while (rest != 0) {
            int top = 63 - Long.numberOfLeadingZeros(rest);
            if (pivots[top] == 0) {
                pivots[top] = rest;
                masks[top] = set;
                return;
            }
            rest ^= pivots[top];
            set ^= masks[top];
        }
        kernel.add(set);
    }

    private static List<Long> combinations(List<Long> kernel) {
        List<Long> sets = new ArrayList<>();
        for (long vector : kernel) {
            for (int i = sets.size() - 1; i >= 0; i--) {
                sets.add(sets.get(i) ^ vector);
            }
            sets.add(vector);
        }
        return sets;
    }

    private static List<Long> minimal(List<Long> sets) {
        return sets.stream()
                .filter(a -> sets.stream().noneMatch(b -> !b.equals(a) && (a & b) == b))
                .toList();
    }
}
