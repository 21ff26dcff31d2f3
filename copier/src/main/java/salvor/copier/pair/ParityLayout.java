package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the parities of RAID5 and RAID6 go round: {@code drivers/md/raid5.c}, {@code
 * raid5_compute_sector}. RAID4 is the layout of RAID5 whose parity stays on the last member.
 *
 * @param name as md calls it
 * @param p where P lies
 * @param q where Q lies
 * @param isSymmetric data begins after the parities and goes round; else it fills the members from
 *     the first
 * @param isOfDdf as the firmware of some controllers has it: Q counts P's and its own place too
 */
record ParityLayout(String name, P p, Q q, boolean isSymmetric, boolean isOfDdf)
        implements Stripes.Layout {

    /** Where P lies. */
    enum P {
        /** It moves from the last member to the first, one member a stripe. */
        LEFT,
        /** It moves from the first member to the last. */
        RIGHT,
        /** It stays on the first member. */
        FIRST,
        /** It stays on the last member that does not hold Q. */
        LAST
    }

    /** Where Q lies. */
    enum Q {
        /** There is none: RAID5. */
        NONE,
        /** On the member after the one with P. */
        AFTER_P,
        /** On the member before the one with P. */
        BEFORE_P,
        /** It stays on the last member, as it was added to a RAID5. */
        LAST
    }

    private static final List<ParityLayout> WITH_P =
            List.of(
                    new ParityLayout("left-symmetric", P.LEFT, Q.NONE, true, false),
                    new ParityLayout("left-asymmetric", P.LEFT, Q.NONE, false, false),
                    new ParityLayout("right-symmetric", P.RIGHT, Q.NONE, true, false),
                    new ParityLayout("right-asymmetric", P.RIGHT, Q.NONE, false, false),
                    new ParityLayout("parity-last", P.LAST, Q.NONE, false, false),
                    new ParityLayout("parity-first", P.FIRST, Q.NONE, false, false));

    private static final List<ParityLayout> WITH_P_AND_Q =
            Stream.of(
                            WITH_P.stream().map(layout -> layout.with(Q.AFTER_P, "")),
                            WITH_P.stream()
                                    .filter(layout -> layout.p != P.LAST)
                                    .map(layout -> layout.with(Q.LAST, "-6")),
                            Stream.of(
                                    new ParityLayout(
                                            "ddf-zero-restart", P.RIGHT, Q.AFTER_P, false, true),
                                    new ParityLayout(
                                            "ddf-N-restart", P.LEFT, Q.AFTER_P, false, true),
                                    new ParityLayout(
                                            "ddf-N-continue", P.LEFT, Q.BEFORE_P, true, true)))
                    .flatMap(layouts -> layouts)
                    .toList();

    private ParityLayout with(Q place, String suffix) {
        return new ParityLayout(name + suffix, p, place, isSymmetric, isOfDdf);
    }

    /**
     * All that content can tell apart: with P on the first member it is what it is with P on the
     * last, in another order.
     *
     * @param parities 1 (RAID5) or 2 (RAID6)
     */
    static List<ParityLayout> withParity(int parities) {
        return all(parities).stream().filter(layout -> layout.p != P.FIRST).toList();
    }

    /** The one of a name; empty if there is none. */
    static Optional<ParityLayout> named(int parities, String name) {
        return all(parities).stream().filter(layout -> layout.name.equals(name)).findFirst();
    }

    private static List<ParityLayout> all(int parities) {
        return parities == 2 ? WITH_P_AND_Q : WITH_P;
    }

    /** This layout of RAID5 with a Q on one more member; empty for one that is no other by that. */
    Optional<ParityLayout> withQLast() {
        return named(2, name + "-6");
    }

    int parities() {
        return q == Q.NONE ? 1 : 2;
    }

    /** The role that holds P. */
    int p(long stripe, int members) {
        int round = q == Q.LAST ? members - 1 : members;
        // DDF's "N restart" begins with Q on the last member, all others to the left with P there.
        boolean isOneOn = isOfDdf && !isSymmetric;
        long turn = Math.floorMod(isOneOn ? stripe + 1 : stripe, (long) round);
        return switch (p) {
            case LEFT -> round - 1 - (int) turn;
            case RIGHT -> (int) Math.floorMod(stripe, (long) round);
            case FIRST -> 0;
            case LAST -> members - parities();
        };
    }

    /** The role that holds Q; that of P where there is none. */
    int q(long stripe, int members) {
        int beside = p(stripe, members);
        return switch (q) {
            case NONE -> beside;
            case AFTER_P -> (beside + 1) % members;
            case BEFORE_P -> (beside + members - 1) % members;
            case LAST -> members - 1;
        };
    }

    /** The role that holds the block of data of a number, from 0, in a stripe. */
    int data(long stripe, int members, int number) {
        int p = p(stripe, members);
        int q = q(stripe, members);
        if (isSymmetric) {
            int round = this.q == Q.LAST ? members - 1 : members;
            int last = this.q == Q.AFTER_P ? q : p;
            return (last + 1 + number) % round;
        }
        int low = Math.min(p, q);
        int high = Math.max(p, q);
        int role = number < low ? number : number + 1;
        return role < high || low == high ? role : role + 1;
    }

    /**
     * What Q is made of: the roles in the order of their powers of 2, from 0; -1 for a power that
     * no role has. Powers count from the member after Q ({@code set_syndrome_sources}), DDF's from
     * the first, parities included.
     */
    int[] powers(long stripe, int members) {
        int p = p(stripe, members);
        int q = q(stripe, members);
        int[] powers = new int[isOfDdf ? members : members - parities()];
        int from = isOfDdf ? 0 : q + 1;
        for (int i = 0, power = 0; i < members; i++) {
            int role = (from + i) % members;
            boolean isData = role != p && role != q;
            if (isData || isOfDdf) {
                powers[power++] = isData ? role : -1;
            }
        }
        return powers;
    }

    /**
     * Members in the order that they have in the same array when it is seen as one with the
     * parities on the last of them.
     */
    List<Integer> parityLast(List<Integer> members) {
        if (p != P.FIRST) {
            return members;
        }
        int n = members.size();
        List<Integer> turned = new ArrayList<>(members.subList(q == Q.AFTER_P ? 2 : 1, n));
        int behind = q == Q.LAST ? turned.size() - 1 : turned.size();
        turned.addAll(behind, members.subList(0, q == Q.AFTER_P ? 2 : 1));
        return List.copyOf(turned);
    }
}
