package salvor.copier.pair;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether the samples of a RAID5 or RAID6 are what its superblocks say. One member of a RAID6 may
 * be missing: where it holds data, that follows from P, and then Q must be right.
 */
final class StripeSamples {

    private final Samples samples;
    private final Claim claim;
    private final Stripes stripes;
    private final int[] disks;
    private final long[] shifts;

    private StripeSamples(Samples samples, Claim claim, Stripes.Layout layout) {
        this.samples = samples;
        this.claim = claim;
        int n = claim.array().disks();
        this.stripes = new Stripes(layout, n, claim.array().chunk());
        this.disks = new int[n];
        this.shifts = new long[n];
        // Parities on the first members are the same as on the last ones, in another order.
        int turn = claim.layout().filter("parity-first"::equals).isPresent() ? parities(claim) : 0;
        for (int role = 0; role < n; role++) {
            disks[role] = claim.disk((role + turn) % n).orElse(-1);
            shifts[role] = disks[role] < 0 ? 0 : claim.shift(disks[role]);
        }
    }

    private static int parities(Claim claim) {
        return claim.array().level() == 6 ? 2 : 1;
    }

    /** Empty for layouts that nobody but DDF has. */
    static Optional<StripeSamples> of(Samples samples, Claim claim) {
        String name = claim.layout().orElse("");
        String wanted = name.equals("parity-first") ? "parity-last" : name;
        return Stripes.Layout.withParity(parities(claim)).stream()
                .filter(layout -> layout.name().equals(wanted))
                .findFirst()
                .map(layout -> new StripeSamples(samples, claim, layout));
    }

    Agreement agreement() {
        long start = claim.start();
        long end = claim.end() == 0 ? Long.MAX_VALUE : claim.end();
        Agreement sum = Agreement.NONE;
        for (int block = 0; block < samples.count(); block++) {
            long position = samples.position(block);
            int[] row = row(position);
            if (position >= start && position < end && counts(row)) {
                boolean isRight = isRight(row, (position - start) / stripes.chunk());
                sum = sum.plus(isRight ? Agreement.YES : Agreement.NO);
            }
        }
        return sum;
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
        Stripes.Parities parities = stripes.parities(stripe);
        boolean isSix = parities.q() != parities.p();
        int n = disks.length;
        long xor = 0;
        long syndrome = 0;
        OptionalInt lost = OptionalInt.empty();
        // Powers count from the member after Q, in the order of roles.
        for (int i = 1, power = 0; i <= n; i++) {
            int role = (parities.q() + i) % n;
            if (role == parities.p() || role == parities.q()) {
                continue;
            }
            if (disks[role] < 0) {
                lost = OptionalInt.of(power);
            } else {
                long bytes = syndrome(role, row);
                xor ^= bytes;
                syndrome ^= SmallField.timesEach(bytes, SmallField.power(power));
            }
            power++;
        }
        boolean hasP = disks[parities.p()] >= 0;
        boolean hasQ = isSix && disks[parities.q()] >= 0;
        long restOfP = hasP ? xor ^ syndrome(parities.p(), row) : 0;
        long restOfQ = hasQ ? syndrome ^ syndrome(parities.q(), row) : 0;
        return lost.isEmpty()
                ? restOfP == 0 && restOfQ == 0
                : restOfQ == SmallField.timesEach(restOfP, SmallField.power(lost.getAsInt()));
    }
}
