package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import salvor.copier.pair.metadata.MdSuperblock;

/**
 * Arrays that were filled from one image have members that hold the same, as mirrors do. Content
 * cannot tell these from those; superblocks can where the content of each array is as they say.
 */
final class Clones {

    private final List<Disk> disks;
    private final List<Claim> whole;

    private Clones(List<Disk> disks, List<Candidate> candidates) {
        this.disks = disks;
        this.whole =
                Claim.present(disks).stream()
                        .filter(claim -> candidates.stream().anyMatch(c -> isWhole(claim, c)))
                        .toList();
    }

    /** The candidates without mirrors that have their members of different arrays. */
    static List<Candidate> apart(List<Disk> disks, List<Candidate> candidates) {
        Clones clones = new Clones(disks, candidates);
        List<Candidate> apart = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (!(candidate instanceof Candidate.Mirror mirror)) {
                apart.add(candidate);
            } else if (!clones.isAcross(mirror)) {
                apart.addAll(clones.split(mirror));
            }
        }
        return apart;
    }

    /** Whether a candidate is all of an array, and leaves no doubt. */
    private static boolean isWhole(Claim claim, Candidate candidate) {
        return !(candidate instanceof Candidate.Mirror)
                && claim.missing().isEmpty()
                && claim.roles().keySet().equals(Set.copyOf(candidate.members()))
                && claim.fits(candidate)
                && candidate.agreement().isEnough()
                && candidate.agreement().ratio() >= Agreement.CERTAIN;
    }

    private boolean isAcross(Candidate.Mirror mirror) {
        Set<Integer> seen = new HashSet<>();
        for (int member : mirror.members()) {
            whole.stream()
                    .filter(claim -> claim.roles().containsKey(member))
                    .forEach(claim -> seen.add(whole.indexOf(claim)));
        }
        return seen.size() > 1;
    }

    /** The mirrors of which superblocks say that one is put together; else the mirror itself. */
    private List<Candidate> split(Candidate.Mirror mirror) {
        Map<String, List<Integer>> arrays = new TreeMap<>();
        for (int member : mirror.members()) {
            disks.get(member)
                    .findings()
                    .superblock()
                    .filter(MdSuperblock::isValid)
                    .map(md -> md.array().uuid())
                    .ifPresent(
                            uuid ->
                                    arrays.computeIfAbsent(uuid, _ -> new ArrayList<>())
                                            .add(member));
        }
        List<Candidate> parts = new ArrayList<>();
        for (List<Integer> members : arrays.values()) {
            long first = mirror.shift(members.getFirst());
            List<Long> shifts = members.stream().map(m -> mirror.shift(m) - first).toList();
            Candidate part = new Candidate.Mirror(members, shifts, mirror.agreement());
            if (members.size() > 1
                    && Claim.of(disks, members).stream().anyMatch(claim -> claim.fits(part))) {
                parts.add(part);
            }
        }
        boolean areAll =
                parts.stream().mapToInt(p -> p.members().size()).sum() == mirror.members().size();
        return areAll ? parts : List.of(mirror);
    }
}
