package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finds the candidates and lets the best have their disks. */
final class Choice {

    private Choice() {}

    /** Candidates that share no disk. */
    static List<Candidate> of(List<Disk> disks, Samples samples) {
        List<Candidate> all = new ArrayList<>(Mirrors.find(samples));
        all.addAll(Parities.find(samples, List.copyOf(all)));
        Anchors anchors = new Anchors(samples);
        all.addAll(Rings.find(disks, anchors));
        all.addAll(NearRows.find(disks, samples, anchors));
        all.sort(Candidate.BEST_FIRST);
        List<Candidate> chosen = new ArrayList<>();
        BitSet taken = new BitSet();
        for (Candidate candidate : all) {
            if (candidate.members().stream().noneMatch(taken::get)) {
                chosen.add(candidate);
                candidate.members().forEach(taken::set);
            }
        }
        return chosen;
    }

    /** Whether more samples could change nothing. */
    static boolean isSettled(List<Candidate> chosen, int disks) {
        int placed = chosen.stream().mapToInt(c -> c.members().size()).sum();
        return placed == disks
                && chosen.stream()
                        .allMatch(
                                c ->
                                        c.agreement().samples() >= 4 * Agreement.ENOUGH
                                                && c.agreement().ratio() >= Agreement.CERTAIN);
    }
}
