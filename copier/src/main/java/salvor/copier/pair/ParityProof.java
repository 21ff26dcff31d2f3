package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Of the arrangements in which the file system on a RAID6 is whole, the one in which its parities
 * are right as well. Several layouts have the data in the same places, in the same order or in
 * another one, and differ in P and Q alone.
 */
final class ParityProof {

    /** Orders of a trial that are looked into: of seven members all. */
    private static final int ORDERS_MAX = 5040;

    /** What one trial and one order of its members come to. */
    private record Found(Trial trial, List<Integer> order, Agreement agreement) {

        long agree() {
            return agreement.agree();
        }
    }

    private final Samples samples;
    private final Candidate candidate;
    private final int[] telling;

    private ParityProof(Samples samples, Candidate candidate) {
        this.samples = samples;
        this.candidate = candidate;
        this.telling =
                StripeSamples.telling(samples, candidate.members(), shifts(candidate.members()));
    }

    /**
     * @param trials of all members, in none of which the file system is clearly less whole than in
     *     another
     */
    static Arrangement of(Samples samples, Candidate candidate, List<Trial> trials) {
        ParityProof proof = new ParityProof(samples, candidate);
        List<Found> found = new ArrayList<>();
        trials.forEach(trial -> proof.look(trial, found));
        long most = found.stream().mapToLong(Found::agree).max().orElse(0);
        List<Found> best = found.stream().filter(one -> one.agree() == most).toList();
        return best.isEmpty() ? Arrangement.unknown(candidate.members()) : proof.arrangement(best);
    }

    private void look(Trial trial, List<Found> found) {
        if (trial.stripes().layout() instanceof ParityLayout layout) {
            for (List<Integer> order : trial.view().orders(ORDERS_MAX)) {
                StripeSamples stripes =
                        StripeSamples.of(
                                samples,
                                layout,
                                trial.stripes().chunk(),
                                order,
                                shifts(order),
                                trial.origin(),
                                telling);
                if (stripes.arePlausible()) {
                    Agreement agreement = stripes.agreement();
                    if (agreement.isAccepted()) {
                        found.add(new Found(trial, order, agreement));
                    }
                }
            }
        }
    }

    private List<Long> shifts(List<Integer> members) {
        return members.stream().map(candidate::shift).toList();
    }

    private Arrangement arrangement(List<Found> best) {
        Optional<List<Integer>> order = only(best, Found::order);
        List<Integer> members = order.orElse(candidate.members());
        Found one = best.getFirst();
        return new Arrangement(
                only(best, found -> found.trial().name()),
                one.agreement().isEnough(),
                only(best, found -> found.trial().stripes().chunk())
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                members,
                order.isPresent(),
                only(best, found -> found.trial().origin() + candidate.shift(members.getFirst()))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                List.of(
                        "the file system on the array is whole in this arrangement, and its"
                                + " parities are right: "
                                + one.trial().sentence()));
    }

    /** What all of them say, if they say one thing. */
    private static <T> Optional<T> only(List<Found> all, Function<Found, T> what) {
        List<T> said = all.stream().map(what).distinct().toList();
        return said.size() == 1 ? Optional.of(said.getFirst()) : Optional.empty();
    }
}
