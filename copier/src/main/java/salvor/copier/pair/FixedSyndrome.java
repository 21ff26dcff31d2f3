package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells a RAID6 whose parities never move from a RAID5 with a disk beside it. All its members but
 * the one with Q have an XOR of zero; Q is the sum of the data, each times its own power of 2
 * ({@code drivers/md/raid5.c}), always the same one. So the factors are solved for in a few blocks
 * and tried in all: if they hold, and are such powers, the disk is the one with Q.
 */
final class FixedSyndrome {

    /** Blocks that are tried first, for a stale one spoils the factors. */
    private static final int ATTEMPTS = 8;

    /** Of the blocks that agree, the part in which Q must hold something. */
    private static final double PRESENT_MIN = 0.02;

    private final Samples samples;
    private final List<Integer> set;
    private final int q;
    private final List<Integer> blocks = new ArrayList<>();

    private FixedSyndrome(Samples samples, List<Integer> set, int q) {
        this.samples = samples;
        this.set = set;
        this.q = q;
        for (int block = 0; block < samples.count(); block++) {
            int at = block;
            boolean isRead =
                    samples.disk(q).state(at).isRead()
                            && set.stream().allMatch(m -> samples.disk(m).state(at).isRead());
            boolean isTelling =
                    samples.disk(q).state(at) == BlockState.TELLING
                            || set.stream()
                                    .anyMatch(m -> samples.disk(m).state(at) == BlockState.TELLING);
            if (isRead && isTelling) {
                blocks.add(at);
            }
        }
    }

    /**
     * How well {@code q} is the Q of {@code set}; empty if it is not.
     *
     * @param set three disks or more whose XOR is zero, P among them
     */
    static Optional<Agreement> of(Samples samples, List<Integer> set, int q) {
        FixedSyndrome syndrome = new FixedSyndrome(samples, set, q);
        int step = Math.max(1, syndrome.blocks.size() / ATTEMPTS);
        for (int from = 0; from < syndrome.blocks.size(); from += step) {
            Optional<int[]> factors = syndrome.solve(from);
            if (factors.isPresent() && isOfPowers(factors.get())) {
                Agreement agreement = syndrome.agreement(factors.get());
                if (agreement.isAccepted()) {
                    return Optional.of(agreement);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The factors that the blocks from one on ask for, the last set to zero: as the XOR is zero,
     * any number can be added to all of them.
     */
    private Optional<int[]> solve(int from) {
        int unknown = set.size() - 1;
        int[][] pivots = new int[unknown][];
        int rank = 0;
        for (int i = 0; i < blocks.size() && rank < unknown; i++) {
            int block = blocks.get((from + i) % blocks.size());
            for (int lane = 0; lane < Long.BYTES; lane++) {
                rank += add(equation(block, lane), pivots) ? 1 : 0;
            }
        }
        if (rank < unknown) {
            return Optional.empty();
        }
        int[] factors = new int[set.size()];
        for (int column = unknown - 1; column >= 0; column--) {
            int value = pivots[column][unknown];
            for (int later = column + 1; later < unknown; later++) {
                value ^= SmallField.times(pivots[column][later], factors[later]);
            }
            factors[column] = value;
        }
        return Optional.of(factors);
    }

    private int[] equation(int block, int lane) {
        int unknown = set.size() - 1;
        int[] row = new int[unknown + 1];
        for (int i = 0; i < unknown; i++) {
            row[i] = lane(samples.disk(set.get(i)).syndrome(block), lane);
        }
        row[unknown] = lane(samples.disk(q).syndrome(block), lane);
        return row;
    }

    private static int lane(long bytes, int lane) {
        return (int) (bytes >>> (Byte.SIZE * lane)) & 0xFF;
    }

    /** One step of Gaussian elimination; false if the equation says nothing new. */
    private static boolean add(int[] row, int[][] pivots) {
        for (int column = 0; column < pivots.length; column++) {
            if (row[column] == 0) {
                continue;
            }
            if (pivots[column] == null) {
                int inverse = SmallField.inverse(row[column]);
                pivots[column] =
                        Arrays.stream(row).map(v -> SmallField.times(v, inverse)).toArray();
                return true;
            }
            int factor = row[column];
            for (int i = column; i < row.length; i++) {
                row[i] ^= SmallField.times(factor, pivots[column][i]);
            }
        }
        return false;
    }

    /** Whether one of the disks holds P, and the factors of the others are 1, 2, 4 and so on. */
    private static boolean isOfPowers(int[] factors) {
        int[] powers = new int[factors.length];
        for (int i = 1; i < powers.length; i++) {
            powers[i] = i == 1 ? 1 : SmallField.times(powers[i - 1], 2);
        }
        Arrays.sort(powers);
        return Arrays.stream(factors)
                .anyMatch(
                        p ->
                                Arrays.equals(
                                        powers,
                                        Arrays.stream(factors).map(f -> f ^ p).sorted().toArray()));
    }

    private Agreement agreement(int[] factors) {
        long agree = 0;
        long differ = 0;
        long present = 0;
        for (int block : blocks) {
            long rest = samples.disk(q).syndrome(block);
            present += rest != 0 ? 1 : 0;
            long xor = 0;
            for (int i = 0; i < factors.length; i++) {
                long bytes = samples.disk(set.get(i)).syndrome(block);
                xor ^= bytes;
                rest ^= SmallField.timesEach(bytes, factors[i]);
            }
            if (rest == 0 && xor == 0) {
                agree++;
            } else {
                differ++;
            }
        }
        return present >= PRESENT_MIN * agree ? new Agreement(agree, differ) : Agreement.NONE;
    }
}
