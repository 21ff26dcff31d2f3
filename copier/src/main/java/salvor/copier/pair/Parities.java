package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds sets of disks whose blocks have an XOR of zero (RAID5), or are so but for one disk that
 * changes from stripe to stripe (RAID6: the one that holds Q).
 */
final class Parities {

    /** Positions whose kernel is computed to find sets worth a full count. */
    private static final int PROBES_MAX = 4096;

    /** Sets that are counted in full. */
    private static final int SETS_MAX = 256;

    /** Times a set must be seen before it connects disks. */
    private static final int SEEN_MIN = 3;

    /** The part of the agreeing positions at which each member must hold something. */
    private static final double PRESENT_MIN = 0.02;

    /**
     * Positions at which it takes different blocks to agree, as a part of those at which nothing
     * but copies do: they have an XOR of zero too, by twos.
     */
    private static final double DIFFERENT_MIN = 0.005;

    /** Members that must have held Q, each alone, for it to be one that goes round. */
    private static final int TURNS_MIN = 3;

    private final Samples samples;
    private final Map<Long, Integer> votes = new HashMap<>();

    private Parities(Samples samples) {
        this.samples = samples;
    }

    /**
     * @param mirrors what is already explained: their pairs connect no parity set
     */
    static List<Candidate> find(Samples samples, List<Candidate> mirrors) {
        Parities parities = new Parities(samples);
        parities.vote();
        List<Candidate> found = new ArrayList<>();
        for (long set : parities.sets(mirrors)) {
            parities.single(set, found);
            parities.twofold(set, found);
        }
        return found;
    }

    private void vote() {
        int step = Math.max(1, telling() / PROBES_MAX);
        int seen = 0;
        for (int block = 0; block < samples.count(); block++) {
            if (samples.isTelling(-1L, block) && seen++ % step == 0) {
                for (long set : Circuits.at(samples, block)) {
                    if (Long.bitCount(set) > 2 || samples.isTelling(set, block)) {
                        votes.merge(set, 1, Integer::sum);
                    }
                }
            }
        }
    }

    private int telling() {
        int count = 0;
        for (int block = 0; block < samples.count(); block++) {
            count += samples.isTelling(-1L, block) ? 1 : 0;
        }
        return count;
    }

    /** Sets worth counting: the seen ones, unions that differ in one disk, connected disks. */
    private Set<Long> sets(List<Candidate> mirrors) {
        List<Long> seen =
                votes.entrySet().stream()
                        .filter(e -> e.getValue() >= SEEN_MIN && Long.bitCount(e.getKey()) > 2)
                        .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
                        .limit(SETS_MAX / 4)
                        .map(Map.Entry::getKey)
                        .toList();
        Set<Long> sets = new HashSet<>(seen);
        for (long a : seen) {
            for (long b : seen) {
                if (Long.bitCount(a | b) == Long.bitCount(a) + 1 && sets.size() < SETS_MAX) {
                    sets.add(a | b);
                }
            }
        }
        for (long component : connected(mirrors)) {
            sets.add(component);
            for (int disk = 0; disk < samples.disks(); disk++) {
                long without = component & ~(1L << disk);
                if (without != component) {
                    sets.add(without);
                }
            }
        }
        sets.removeIf(set -> Long.bitCount(set) < 3);
        return sets;
    }

    private Set<Long> connected(List<Candidate> mirrors) {
        Set<Long> components = new HashSet<>();
        for (Map.Entry<Long, Integer> vote : votes.entrySet()) {
            long merged = vote.getKey();
            if (vote.getValue() < SEEN_MIN || isExplained(merged, mirrors)) {
                continue;
            }
            for (long other : List.copyOf(components)) {
                if ((other & merged) != 0) {
                    components.remove(other);
                    merged |= other;
                }
            }
            components.add(merged);
        }
        return components;
    }

    private static boolean isExplained(long set, List<Candidate> mirrors) {
        return mirrors.stream()
                .filter(m -> m.agreement().ratio() >= Agreement.CERTAIN)
                .anyMatch(m -> (set & ~mask(m.members())) == 0);
    }

    private static long mask(List<Integer> members) {
        return members.stream().mapToLong(m -> 1L << m).sum();
    }

    private void single(long set, List<Candidate> found) {
        List<Integer> members = members(set);
        int[] present = new int[64];
        long agree = 0;
        long differ = 0;
        Copies copies = new Copies();
        for (int block = 0; block < samples.count(); block++) {
            if (counts(members, block)) {
                if (xor(members, block) == 0) {
                    agree++;
                    copies.look(members, block, 2);
                    count(members, block, present);
                } else {
                    differ++;
                }
            }
        }
        Agreement agreement = new Agreement(agree, differ);
        if (agreement.isAccepted()
                && copies.leaveRoomForParity()
                && members.stream().allMatch(m -> isIn(present[m], agreement))) {
            found.add(withSyndrome(Candidate.Parity.unshifted(members, agreement)));
        }
    }

    /** Where parities never move, the XOR is zero without Q, which some other disk may hold. */
    private Candidate withSyndrome(Candidate.Parity parity) {
        for (int disk = 0; disk < samples.disks(); disk++) {
            if (!parity.members().contains(disk)) {
                Optional<Agreement> agreement =
                        FixedSyndrome.of(samples, parity.members(), disk)
                                .filter(a -> a.isNearly(parity.agreement()));
                if (agreement.isPresent()) {
                    List<Integer> all = new ArrayList<>(parity.members());
                    all.add(disk);
                    return Candidate.DoubleParity.unshifted(List.copyOf(all), agreement.get());
                }
            }
        }
        return parity;
    }

    private void twofold(long set, List<Candidate> found) {
        List<Integer> members = members(set);
        int[] odd = new int[64];
        int[] present = new int[64];
        long agree = 0;
        long differ = 0;
        Copies copies = new Copies();
        for (int block = 0; block < samples.count(); block++) {
            if (counts(members, block)) {
                long rest = xor(members, block);
                int at = block;
                List<Integer> equal =
                        members.stream()
                                .filter(m -> rest != 0 && samples.disk(m).linear(at) == rest)
                                .toList();
                agree += equal.isEmpty() ? 0 : 1;
                differ += equal.isEmpty() ? 1 : 0;
                if (equal.size() == 1) {
                    odd[equal.getFirst()]++;
                }
                if (!equal.isEmpty()) {
                    copies.look(members, block, 3);
                    count(members, block, present);
                }
            }
        }
        Agreement agreement = new Agreement(agree, differ);
        // In a few stripes not every member has its turn to hold Q.
        if (members.size() > 3
                && agreement.isAccepted()
                && copies.leaveRoomForParity()
                && members.stream().filter(m -> isIn(odd[m], agreement)).count() >= TURNS_MIN
                && members.stream().allMatch(m -> isIn(present[m], agreement))) {
            found.add(Candidate.DoubleParity.unshifted(members, agreement));
        }
    }

    /** Counts positions that copies alone explain, and those that they do not. */
    private final class Copies {

        private long different;
        private long doubled;

        /**
         * @param least members that one block of data and its parities are: alike they tell nothing
         */
        void look(List<Integer> members, int block, int least) {
            Set<Long> single = new HashSet<>();
            int held = 0;
            for (int member : members) {
                long here = samples.disk(member).linear(block);
                held += here != 0 ? 1 : 0;
                if (here != 0 && !single.remove(here)) {
                    single.add(here);
                }
            }
            // Each has a twin, but for the blank ones and one at most.
            boolean areCopies = single.size() < 2;
            different += areCopies ? 0 : 1;
            doubled += areCopies && held > least ? 1 : 0;
        }

        boolean leaveRoomForParity() {
            return different >= DIFFERENT_MIN * doubled;
        }
    }

    private static boolean isIn(int times, Agreement agreement) {
        return times >= Math.max(1, PRESENT_MIN * agreement.agree());
    }

    private void count(List<Integer> members, int block, int[] present) {
        for (int member : members) {
            present[member] += samples.disk(member).linear(block) != 0 ? 1 : 0;
        }
    }

    private boolean counts(List<Integer> members, int block) {
        boolean telling = false;
        for (int member : members) {
            BlockState state = samples.disk(member).state(block);
            if (!state.isRead()) {
                return false;
            }
            telling |= state == BlockState.TELLING;
        }
        return telling;
    }

    private long xor(List<Integer> members, int block) {
        long xor = 0;
        for (int member : members) {
            xor ^= samples.disk(member).linear(block);
        }
        return xor;
    }

    private List<Integer> members(long set) {
        List<Integer> members = new ArrayList<>();
        for (int disk = 0; disk < samples.disks(); disk++) {
            if ((set >>> disk & 1) != 0) {
                members.add(disk);
            }
        }
        return members;
    }
}
