package salvor.copier.pair;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Whether the samples of a RAID5 or RAID6 are what an arrangement of its members asks for. One
 * member of a RAID6 may be missing: where it holds data, that follows from P, and then Q must be
 * right.
 */
final class StripeSamples {

    /** Blocks after which what is wrong is given up. */
    private static final int FIRST = 16;

    /** Blocks so far apart, one after the other, lie all over the disks: a prime. */
    private static final long SCATTER = 10_007;

    private final Samples samples;
    private final ParityLayout layout;
    private final long chunk;
    private final int[] disks;
    private final long[] shifts;
    private final long start;
    private final long end;

    /**
     * @param disks by role; -1 for a missing one
     * @param shifts bytes that each of them has its data further on than the first
     * @param start where the first stripe begins on the first of the members
     * @param end the byte after the last one
     */
    private StripeSamples(
            Samples samples,
            ParityLayout layout,
            long chunk,
            int[] disks,
            long[] shifts,
            long start,
            long end) {
        this.samples = samples;
        this.layout = layout;
        this.chunk = chunk;
        this.disks = disks;
        this.shifts = shifts;
        this.start = start;
        this.end = end;
    }

    /** As superblocks say; empty for a layout that they cannot name. */
    static Optional<StripeSamples> of(Samples samples, Claim claim) {
        int[] disks =
                IntStream.range(0, claim.array().disks())
                        .map(role -> claim.disk(role).orElse(-1))
                        .toArray();
        long[] shifts =
                Arrays.stream(disks).mapToLong(disk -> disk < 0 ? 0 : claim.shift(disk)).toArray();
        long end = claim.end() == 0 ? Long.MAX_VALUE : claim.end();
        return claim.parityLayout()
                .map(
                        layout ->
                                new StripeSamples(
                                        samples,
                                        layout,
                                        claim.array().chunk(),
                                        disks,
                                        shifts,
                                        claim.start(),
                                        end));
    }

    /**
     * As a trial has it, of all members in an order.
     *
     * @param shifts in that order, from where the trial's origin counts
     */
    static StripeSamples of(
            Samples samples,
            ParityLayout layout,
            long chunk,
            List<Integer> order,
            List<Long> shifts,
            long origin) {
        return new StripeSamples(
                samples,
                layout,
                chunk,
                order.stream().mapToInt(disk -> disk).toArray(),
                shifts.stream().mapToLong(shift -> shift).toArray(),
                origin,
                Long.MAX_VALUE);
    }

    Agreement agreement() {
        Agreement sum = Agreement.NONE;
        for (int block = 0; block < samples.count(); block++) {
            sum = sum.plus(agreement(block));
        }
        return sum;
    }

    /** Whether the first blocks that say anything speak for it. */
    boolean arePlausible() {
        Agreement sum = Agreement.NONE;
        for (int i = 0; i < samples.count() && sum.samples() < FIRST; i++) {
            sum = sum.plus(agreement((int) ((long) i * SCATTER % samples.count())));
        }
        return sum.isAccepted();
    }

    private Agreement agreement(int block) {
        long position = samples.position(block);
        int[] row = row(position);
        if (position < start || position >= end || !counts(row)) {
            return Agreement.NONE;
        }
        return isRight(row, (position - start) / chunk) ? Agreement.YES : Agreement.NO;
    }

    /**
     * The blocks of each role that belong together; -1 where none was sampled.
     *
     * @param position on the first of the members
     */
    private int[] row(long position) {
        int[] row = new int[disks.length];
        for (int role = 0; role < row.length; role++) {
            row[role] = disks[role] < 0 ? -1 : samples.at(position + shifts[role]).orElse(-1);
        }
        return row;
    }

    private boolean counts(int[] row) {
        boolean isTelling = false;
        for (int role = 0; role < row.length; role++) {
            if (disks[role] >= 0) {
                BlockState state = row[role] < 0 ? BlockState.ABSENT : state(role, row);
                if (!state.isRead()) {
                    return false;
                }
                isTelling |= state == BlockState.TELLING;
            }
        }
        return isTelling;
    }

    private BlockState state(int role, int[] row) {
        return samples.disk(disks[role]).state(row[role]);
    }

    private long syndrome(int role, int[] row) {
        return samples.disk(disks[role]).syndrome(row[role]);
    }

    private boolean isRight(int[] row, long stripe) {
        int n = disks.length;
        int p = layout.p(stripe, n);
        int q = layout.q(stripe, n);
        int[] powers = layout.powers(stripe, n);
        long xor = 0;
        long syndrome = 0;
        OptionalInt lost = OptionalInt.empty();
        for (int power = 0; power < powers.length; power++) {
            int role = powers[power];
            if (role >= 0 && disks[role] < 0) {
                lost = OptionalInt.of(power);
            } else if (role >= 0) {
                long bytes = syndrome(role, row);
                xor ^= bytes;
                syndrome ^= SmallField.timesEach(bytes, SmallField.power(power));
            }
        }
        boolean hasP = disks[p] >= 0;
        boolean hasQ = q != p && disks[q] >= 0;
        long restOfP = hasP ? xor ^ syndrome(p, row) : 0;
        long restOfQ = hasQ ? syndrome ^ syndrome(q, row) : 0;
        return lost.isEmpty()
                ? restOfP == 0 && restOfQ == 0
                : restOfQ == SmallField.timesEach(restOfP, SmallField.power(lost.getAsInt()));
    }
}
