package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what is left of arrays by what their superblocks say, and believes it only where the
 * content is as they say. Without them a RAID10 that goes round looks like mirrors whose data
 * begins elsewhere, once a member is missing, and a RAID6 like nothing at all.
 */
final class Parts {

    private final List<Disk> disks;
    private final Samples samples;
    private final Anchors anchors;

    private Parts(List<Disk> disks, Samples samples, Anchors anchors) {
        this.disks = disks;
        this.samples = samples;
        this.anchors = anchors;
    }

    /**
     * @param known what content alone suggests: an array that is among it as a whole needs no claim
     */
    static List<Candidate.Part> find(
            List<Disk> disks, Samples samples, Anchors anchors, List<Candidate> known) {
        Parts parts = new Parts(disks, samples, anchors);
        List<Candidate.Part> found = new ArrayList<>();
        for (Claim claim : Claim.present(disks)) {
            if (known.stream().noneMatch(candidate -> isExplained(claim, candidate))) {
                found.addAll(
                        switch (claim.array().level()) {
                            case 10 -> parts.copies(claim);
                            case 4, 5, 6 -> parts.parity(claim);
                            default -> List.of();
                        });
            }
        }
        found.removeIf(part -> known.stream().anyMatch(other -> isMirrored(part, other)));
        found.removeIf(
                part ->
                        known.stream()
                                .filter(other -> !isOfMirrors(other, known))
                                .anyMatch(other -> isOfLarger(part, other)));
        return found;
    }

    /** Mirrors make an XOR of zero, and clones a ring of two: nothing larger than they are. */
    private static boolean isOfMirrors(Candidate other, List<Candidate> known) {
        return other.members().stream()
                .allMatch(m -> known.stream().anyMatch(c -> isTwin(m, c, other.members())));
    }

    private static boolean isTwin(int member, Candidate candidate, List<Integer> members) {
        return candidate instanceof Candidate.Mirror mirror
                && mirror.agreement().ratio() >= Agreement.CERTAIN
                && mirror.members().contains(member)
                && members.containsAll(mirror.members());
    }

    /** What content alone shows as a whole is not less because some superblocks say so. */
    private static boolean isOfLarger(Candidate.Part part, Candidate other) {
        return !(other instanceof Candidate.Mirror)
                && other.agreement().isEnough()
                && other.agreement().ratio() >= Agreement.CERTAIN
                && other.members().size() > part.members().size()
                && other.members().containsAll(part.members());
    }

    /** Members of such an array never hold the same all over: superblocks of another one lie. */
    private static boolean isMirrored(Candidate.Part part, Candidate other) {
        return other instanceof Candidate.Mirror mirror
                && mirror.isAligned()
                && mirror.agreement().isEnough()
                && mirror.agreement().ratio() >= Agreement.CERTAIN
                && mirror.members().stream().filter(part.members()::contains).count() > 1;
    }

    private static boolean isExplained(Claim claim, Candidate candidate) {
        return claim.roles().keySet().equals(Set.copyOf(candidate.members()))
                && claim.fits(candidate);
    }

    /**
     * How far on, in bytes, parity sets have what belongs together where their superblocks name a
     * place of its own for the data of each: what must be sampled there too. They count from where
     * the data of one begin before those of all others, so that all of a stripe is sampled.
     */
    static Set<Long> distances(List<Disk> disks) {
        Set<Long> distances = new TreeSet<>();
        for (Claim claim : Claim.present(disks)) {
            if (!claim.isOfCopies()) {
                Set<Integer> members = claim.roles().keySet();
                long first = members.stream().mapToLong(claim::shift).min().orElse(0);
                members.forEach(disk -> distances.add(claim.shift(disk) - first));
            }
        }
        distances.remove(0L);
        return distances;
    }

    /** Members that hold copies of each other, directly or by others that are here. */
    private List<Candidate.Part> copies(Claim claim) {
        boolean isKnown = claim.layout().isPresent() && claim.array().chunk() > 0;
        if (!isKnown || claim.isOfMirrors() || claim.end() == 0) {
            return List.of();
        }
        Map<Integer, List<Relation>> together = new TreeMap<>();
        Job job = CopyRows.of(claim);
        for (List<Integer> members : connected(job.relations())) {
            List<Relation> relations =
                    job.relations().stream()
                            .filter(r -> members.contains(r.disks().getFirst()))
                            .toList();
            together.put(members.getFirst(), relations);
        }
        List<Candidate.Part> found = new ArrayList<>();
        for (List<Relation> relations : together.values()) {
            Agreement agreement = Agreement.NONE;
            BitSet members = new BitSet();
            for (Relation relation : relations) {
                agreement = agreement.plus(agreement(relation, job));
                relation.disks().forEach(members::set);
            }
            if (agreement.isAccepted()) {
                List<Integer> some = members.stream().boxed().toList();
                Claim part = claim.of(some);
                found.add(new Candidate.Part(part.inOrder(some), part, agreement));
            }
        }
        return found;
    }

    private static List<List<Integer>> connected(List<Relation> relations) {
        List<BitSet> sets = new ArrayList<>();
        for (Relation relation : relations) {
            BitSet merged = new BitSet();
            relation.disks().forEach(merged::set);
            sets.stream().filter(merged::intersects).toList().forEach(merged::or);
            sets.removeIf(merged::intersects);
            sets.add(merged);
        }
        return sets.stream().map(set -> set.stream().boxed().toList()).toList();
    }

    private Agreement agreement(Relation relation, Job job) {
        Relation.Term from = relation.terms().getFirst();
        Relation.Term to = relation.terms().getLast();
        Anchors.Domain domain =
                position -> {
                    long at = position - from.shift();
                    return at >= job.start()
                            && at < job.end()
                            && (at - job.start()) % job.period() < job.rowLength();
                };
        return anchors.agreement(
                new Anchors.Shift(from.disk(), to.disk(), to.shift() - from.shift()),
                domain,
                disks.get(to.disk()).size());
    }

    /** All members of a parity set, or all but one of a RAID6, which still have Q. */
    private List<Candidate.Part> parity(Claim claim) {
        boolean isSix = claim.array().level() == 6;
        boolean isKnown = claim.layout().isPresent() && claim.array().chunk() > 0;
        if (!isKnown || claim.missing().size() > (isSix ? 1 : 0)) {
            return List.of();
        }
        List<Integer> members = claim.inOrder(List.copyOf(claim.roles().keySet()));
        return StripeSamples.of(samples, claim)
                .map(StripeSamples::agreement)
                .filter(Agreement::isAccepted)
                .map(a -> List.of(new Candidate.Part(members, claim, a)))
                .orElse(List.of());
    }
}
