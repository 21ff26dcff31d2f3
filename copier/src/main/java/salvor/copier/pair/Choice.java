package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the samples say: the best candidates.
 *
 * @param candidates that share no disk
 * @param distances between positions of equal data on different disks that stand out, in bytes
 */
record Choice(List<Candidate> candidates, List<Long> distances) {

    /** Nothing was read yet. */
    static final Choice NONE = new Choice(List.of(), List.of());

    /** Distances that are looked into: each costs six windows more at each place. */
    private static final int DISTANCES_MAX = 2;

    /** Finds the candidates and lets the best have their disks. */
    static Choice of(List<Disk> disks, Samples samples) {
        List<Candidate> suggested = new ArrayList<>(Mirrors.find(samples));
        suggested.addAll(Parities.find(samples, List.copyOf(suggested)));
        Anchors anchors = new Anchors(samples);
        suggested.addAll(Rings.find(disks, anchors));
        suggested.addAll(NearRows.find(disks, samples, anchors));
        List<Candidate.Part> parts = Parts.find(disks, samples, anchors, List.copyOf(suggested));
        suggested.removeIf(candidate -> parts.stream().anyMatch(part -> part.explains(candidate)));
        suggested.addAll(parts);
        List<Candidate> apart = Clones.apart(disks, suggested);
        BitSet alone = unexplained(disks.size(), apart, Agreement.ENOUGH);
        List<Candidate> all = new ArrayList<>(AddedQ.to(apart, disks, samples, alone));
        BitSet left = unexplained(disks.size(), all, Agreement.ENOUGH);
        List<Candidate> shifted = ShiftedParities.find(samples, withIncomplete(left, parts));
        all.removeIf(candidate -> shifted.stream().anyMatch(s -> isPartOf(candidate, s)));
        all.addAll(shifted);
        all.sort(Candidate.BEST_FIRST);
        List<Candidate> chosen = new ArrayList<>();
        BitSet taken = new BitSet();
        for (Candidate candidate : all) {
            if (candidate.members().stream().noneMatch(taken::get)) {
                chosen.add(candidate);
                candidate.members().forEach(taken::set);
            }
        }
        return new Choice(List.copyOf(chosen), distances(disks, anchors, shifted));
    }

    /** What is missing in a parity set may be here, and begin elsewhere. */
    private static List<Integer> withIncomplete(BitSet left, List<Candidate.Part> parts) {
        BitSet open = (BitSet) left.clone();
        if (!left.isEmpty()) {
            parts.stream()
                    .filter(p -> !p.claim().isOfCopies() && !p.claim().missing().isEmpty())
                    .forEach(p -> p.members().forEach(open::set));
        }
        return open.stream().boxed().toList();
    }

    private static boolean isPartOf(Candidate candidate, Candidate whole) {
        return candidate instanceof Candidate.Part
                && whole.agreement().isEnough()
                && whole.agreement().ratio() >= Agreement.CERTAIN
                && whole.members().size() > candidate.members().size()
                && whole.members().containsAll(candidate.members());
    }

    /** The disks that no candidate explains beyond doubt. */
    private static BitSet unexplained(int disks, Collection<Candidate> candidates, int samplesMin) {
        BitSet open = new BitSet();
        open.set(0, disks);
        candidates.stream()
                .filter(c -> c.agreement().samples() >= samplesMin)
                .filter(c -> c.agreement().ratio() >= Agreement.CERTAIN)
                .forEach(c -> c.members().forEach(open::clear));
        return open;
    }

    /**
     * Those that superblocks name, those of parity sets, and those of copies that were seen, with
     * their halves: perhaps what was seen are third copies.
     */
    private static List<Long> distances(
            List<Disk> disks, Anchors anchors, List<Candidate> parities) {
        Stream<Long> seen =
                anchors.peaks().stream()
                        .map(shift -> Math.abs(shift.distance()))
                        .distinct()
                        .limit(DISTANCES_MAX)
                        .flatMap(distance -> Stream.of(distance, distance / 2))
                        .filter(distance -> distance % DiskSample.SECTOR == 0);
        Stream<Long> ofParities =
                parities.stream()
                        .flatMap(parity -> parity.members().stream().map(parity::shift))
                        .map(Math::abs)
                        .filter(distance -> distance > 0)
                        .distinct()
                        .limit(DISTANCES_MAX);
        return Stream.of(Parts.distances(disks).stream(), ofParities, seen)
                .flatMap(distances -> distances)
                .distinct()
                .toList();
    }

    /**
     * Whether more samples could change nothing.
     *
     * @param before what was known when the last samples were chosen
     */
    boolean isSettled(Choice before, int disks) {
        boolean areRings = candidates.stream().anyMatch(Candidate.Ring.class::isInstance);
        return open(disks).isEmpty() && (!areRings || before.distances().containsAll(distances));
    }

    /** The disks of which more samples could change something. */
    BitSet open(int disks) {
        return unexplained(disks, candidates, 4 * Agreement.ENOUGH);
    }
}
