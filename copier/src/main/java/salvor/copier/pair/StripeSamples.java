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

    private final Samples samples;
    private final ParityLayout layout;
    private final long chunk;
    private final int[] disks;
    private final long[] shifts;
    private final long start;
    private final long end;
    private final int[] blocks;

    /**
     * @param disks by role; -1 for a missing one
     * @param shifts bytes that each of them has its data further on than the first
     * @param start where the first stripe begins on the first of the members
     * @param end the byte after the last one
     * @param blocks that say something, as {@link #telling} finds them
     */
    private StripeSamples(
            Samples samples,
            ParityLayout layout,
            long chunk,
            int[] disks,
            long[] shifts,
            long start,
            long end,
            int[] blocks) {
        this.samples = samples;
        this.layout = layout;
        this.chunk = chunk;
        this.disks = disks;
        this.shifts = shifts;
        this.start = start;
        this.end = end;
        this.blocks = blocks;
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
                                        end,
                                        telling(samples, disks, shifts)));
    }

    /** As superblocks say of a candidate's members, which begin where the candidate has them. */
    static Optional<StripeSamples> of(Samples samples, Claim claim, Candidate candidate) {
        List<Integer> order = claim.inOrder(candidate.members());
        int first = order.getFirst();
        List<Long> shifts =
                order.stream().map(m -> candidate.shift(m) - candidate.shift(first)).toList();
        return claim.parityLayout()
                .filter(_ -> claim.array().chunk() > 0)
                .map(
                        layout ->
                                of(
                                        samples,
                                        layout,
                                        claim.array().chunk(),
                                        order,
                                        shifts,
                                        claim.start(candidate, first),
                                        telling(samples, order, shifts)));
    }

    /**
     * As a trial has it, of all members in an order.
     *
     * @param shifts in that order, from where the trial's origin counts
     * @param blocks that say something; the same ones in whatever order
     */
    static StripeSamples of(
            Samples samples,
            ParityLayout layout,
            long chunk,
            List<Integer> order,
            List<Long> shifts,
            long origin,
            int[] blocks) {
        return new StripeSamples(
                samples,
                layout,
                chunk,
                disks(order),
                shifts(shifts),
                origin,
                Long.MAX_VALUE,
                blocks);
    }

    /** Blocks that could be read on all members, and of which that of some member is telling. */
    static int[] telling(Samples samples, List<Integer> members, List<Long> shifts) {
        return telling(samples, disks(members), shifts(shifts));
    }

    private static int[] telling(Samples samples, int[] disks, long[] shifts) {
        return IntStream.range(0, samples.count())
                .filter(block -> isTelling(samples, disks, shifts, block))
                .toArray();
    }

    private static int[] disks(List<Integer> members) {
        return members.stream().mapToInt(disk -> disk).toArray();
    }

    private static long[] shifts(List<Long> shifts) {
        return shifts.stream().mapToLong(shift -> shift).toArray();
    }

    Agreement agreement() {
        return agreement(blocks.length);
    }

    /** Whether some of the blocks, from all over the disks, speak for it. */
    boolean arePlausible() {
        return agreement(Math.min(FIRST, blocks.length)).isAccepted();
    }

    private Agreement agreement(int some) {
        Agreement sum = Agreement.NONE;
        for (int i = 0; i < some; i++) {
            int block = blocks[(int) ((long) i * blocks.length / some)];
            long position = samples.position(block);
            if (position >= start && position < end) {
                boolean isRight = isRight(row(samples, disks, shifts, block), position);
                sum = sum.plus(isRight ? Agreement.YES : Agreement.NO);
            }
        }
        return sum;
    }

    /** The blocks of each role that belong together; -1 where none was sampled. */
    private static int[] row(Samples samples, int[] disks, long[] shifts, int block) {
        int[] row = new int[disks.length];
        for (int role = 0; role < row.length; role++) {
            boolean isThere = disks[role] >= 0;
            row[role] =
                    !isThere
                            ? -1
                            : shifts[role] == 0
                                    ? block
                                    : samples.at(samples.position(block) + shifts[role]).orElse(-1);
        }
        return row;
    }

    private static boolean isTelling(Samples samples, int[] disks, long[] shifts, int block) {
        int[] row = row(samples, disks, shifts, block);
        boolean isTelling = false;
        for (int role = 0; role < row.length; role++) {
            if (disks[role] >= 0) {
                BlockState state =
                        row[role] < 0
                                ? BlockState.ABSENT
                                : samples.disk(disks[role]).state(row[role]);
                if (!state.isRead()) {
                    return false;
                }
                isTelling |= state == BlockState.TELLING;
            }
        }
        return isTelling;
    }

    private long syndrome(int role, int[] row) {
        return samples.disk(disks[role]).syndrome(row[role]);
    }

    private boolean isRight(int[] row, long position) {
        int n = disks.length;
        long stripe = (position - start) / chunk;
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
