package salvor.copier.pair;

import java.util.Comparator;
import java.util.List;

/** A group that the samples suggest. Candidates compete for disks. */
sealed interface Candidate {

    /** Indices of the disks. */
    List<Integer> members();

    Agreement agreement();

    /** Bytes that {@code member} has its data further on than the first; may be negative. */
    default long shift(int member) {
        return 0;
    }

    /** Whether what belongs together lies at equal positions of all members. */
    default boolean isAligned() {
        return members().stream().allMatch(member -> shift(member) == 0);
    }

    /** One of which each member has its data some bytes further on than the first. */
    sealed interface Shifted extends Candidate {

        /** In the order of the members; the first is 0. */
        List<Long> shifts();

        @Override
        default long shift(int member) {
            return shifts().get(members().indexOf(member));
        }
    }

    /** Equal blocks. */
    record Mirror(List<Integer> members, List<Long> shifts, Agreement agreement)
            implements Shifted {

        static Mirror unshifted(List<Integer> members, Agreement agreement) {
            return new Mirror(members, none(members), agreement);
        }
    }

    /**
     * Copies go round: what a member has, the next has {@code step} bytes further on.
     *
     * @param step bytes: the stride of a far layout, the chunk of an offset layout
     * @param copies of each block, 2 or more
     * @param isFar far layout; else offset
     * @param phase position of some row that is no copy, modulo {@code copies * step}; 0 when far
     */
    record Ring(
            List<Integer> members,
            long step,
            int copies,
            boolean isFar,
            long phase,
            Agreement agreement)
            implements Candidate {

        String layout() {
            return (isFar ? "far" : "offset") + copies;
        }
    }

    /**
     * RAID10 near whose copies do not divide the members: they go on in the next row.
     *
     * @param members in the order of their roles
     * @param chunk bytes
     * @param copies of each chunk
     * @param phase where some row begins whose first chunk is a first copy
     */
    record Near(List<Integer> members, long chunk, int copies, long phase, Agreement agreement)
            implements Candidate {

        /** Rows after which all begins anew. */
        int rows() {
            int rows = 1;
            while (rows * members.size() % copies != 0) {
                rows++;
            }
            return rows;
        }

        /** The row that {@code position} lies in: 0 to {@code rows() - 1}. */
        int row(long position) {
            return (int) (Math.floorMod(position - phase, rows() * chunk) / chunk);
        }
    }

    /** Blocks whose XOR is zero. */
    record Parity(List<Integer> members, List<Long> shifts, Agreement agreement)
            implements Shifted {

        static Parity unshifted(List<Integer> members, Agreement agreement) {
            return new Parity(members, none(members), agreement);
        }
    }

    /** Blocks whose XOR is zero but for one, which is not always the same. */
    record DoubleParity(List<Integer> members, List<Long> shifts, Agreement agreement)
            implements Shifted {

        static DoubleParity unshifted(List<Integer> members, Agreement agreement) {
            return new DoubleParity(members, none(members), agreement);
        }
    }

    private static List<Long> none(List<Integer> members) {
        return members.stream().map(_ -> 0L).toList();
    }

    /**
     * Members of an array of which others are missing, or that is too empty to be found by content:
     * superblocks say what they must be to each other, and so they are.
     *
     * @param claim about these members alone
     */
    record Part(List<Integer> members, Claim claim, Agreement agreement) implements Candidate {

        @Override
        public long shift(int member) {
            return claim.shift(member);
        }

        /**
         * Whether what {@code other} is about is only what some members of this show. The XOR of a
         * RAID5 is zero too without members that are empty there; it says nothing against mirrors.
         * A RAID6 whose Q never moves and is lost is a RAID5.
         */
        boolean explains(Candidate other) {
            boolean isSix = claim.array().level() == 6;
            boolean isMore = members.size() > other.members().size();
            boolean canBeLess = claim.isOfCopies() || isSix || other instanceof Parity;
            boolean isWithoutQ =
                    isSix && members.size() == other.members().size() && other instanceof Parity;
            return ((isMore && canBeLess) || isWithoutQ)
                    && agreement.isEnough()
                    && agreement.ratio() >= Agreement.CERTAIN
                    && members.containsAll(other.members());
        }
    }

    /**
     * The best first. What agrees a little less often is still as good if it is simpler: two
     * mirrors explain an XOR of zero over four disks, and not the other way round.
     */
    Comparator<Candidate> BEST_FIRST =
            Comparator.comparingInt((Candidate c) -> c.agreement().isEnough() ? 0 : 1)
                    .thenComparingLong(c -> -Math.round(c.agreement().ratio() * 40))
                    .thenComparingInt(c -> c.members().size())
                    .thenComparingLong(c -> -c.agreement().agree());
}
