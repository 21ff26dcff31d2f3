package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds parity sets of which some members have their data further on than the others, all by one
 * distance: after a disk was replaced and a newer mdadm began its data elsewhere, or where whole
 * disks stand beside partitions. Each disk is looked at twice, as it is and shifted; the XOR tells
 * by itself which of them belong together and which of those are shifted.
 */
final class ShiftedParities {

    /** What data offsets and partition starts differ by is a multiple of it, but for old ones. */
    private static final long STEP = 1 << 20;

    /** md lets data begin at 130 MiB at most; a partition begins a little later than its disk. */
    private static final long FARTHEST = 131 * STEP;

    /** Disks that, twice, are bits of one mask. */
    private static final int DISKS_MAX = Long.SIZE / 2;

    /** Blocks that must tell a distance: copies have none, in whatever way they come together. */
    private static final int BLOCKS_MIN = 4;

    private final Samples samples;
    private final List<Integer> disks;
    private final long distance;

    /**
     * @param samples of the disks as they are, then of the shifted ones
     */
    private ShiftedParities(Samples samples, List<Integer> disks, long distance) {
        this.samples = samples;
        this.disks = disks;
        this.distance = distance;
    }

    /**
     * @param disks that are not explained otherwise; of very many nothing is found
     */
    static List<Candidate> find(Samples samples, List<Integer> disks) {
        List<Candidate> found = new ArrayList<>();
        boolean canBe = disks.size() > 2 && disks.size() <= DISKS_MAX;
        for (long distance = STEP; canBe && distance <= FARTHEST; distance += STEP) {
            found.addAll(
                    new ShiftedParities(samples.twice(disks, distance), disks, distance).find());
        }
        return found;
    }

    private List<Candidate> find() {
        List<Long> mixed = mixed();
        if (mixed.size() < BLOCKS_MIN) {
            return List.of();
        }
        List<Candidate> found = new ArrayList<>();
        for (Candidate candidate : Parities.find(samples, List.of())) {
            long set = candidate.members().stream().mapToLong(m -> 1L << m).sum();
            long telling = mixed.stream().filter(circuit -> (circuit & ~set) == 0).count();
            if (isMixed(set) && telling >= BLOCKS_MIN) {
                found.add(ofDisks(candidate));
            }
        }
        return found;
    }

    /** Of each block the sets whose XOR is zero in no simpler way, and that are mixed. */
    private List<Long> mixed() {
        List<Long> mixed = new ArrayList<>();
        for (int block = 0; block < samples.count(); block++) {
            int at = block;
            Circuits.at(samples, block).stream()
                    .filter(
                            set ->
                                    Long.bitCount(set) > 2
                                            && isMixed(set)
                                            && samples.isTelling(set, at))
                    .forEach(mixed::add);
        }
        return mixed;
    }

    /** Whether some of a set are shifted and some are not, and no disk is both. */
    private boolean isMixed(long set) {
        long shifted = set >>> disks.size();
        long others = set & ((1L << disks.size()) - 1);
        return shifted != 0 && others != 0 && (shifted & others) == 0;
    }

    /** Numbers of samples become numbers of disks, and how far the data of each is shifted. */
    private Candidate ofDisks(Candidate candidate) {
        Map<Integer, Long> places = new HashMap<>();
        for (int member : candidate.members()) {
            boolean isShifted = member >= disks.size();
            places.put(disks.get(member % disks.size()), isShifted ? distance : 0);
        }
        List<Integer> members = places.keySet().stream().sorted().toList();
        long first = places.getOrDefault(members.getFirst(), 0L);
        List<Long> shifts = members.stream().map(m -> places.getOrDefault(m, 0L) - first).toList();
        return candidate instanceof Candidate.DoubleParity
                ? new Candidate.DoubleParity(members, shifts, candidate.agreement())
                : new Candidate.Parity(members, shifts, candidate.agreement());
    }
}
