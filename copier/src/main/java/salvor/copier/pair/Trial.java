package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One arrangement of an array's members, and how well a file system's parts lie where it has them.
 *
 * @param origin bytes to where the data begins on the candidate's first member
 */
record Trial(Stripes stripes, long origin, ArrayView view) {

    /** A score this much below the best one is no coincidence: two parts out of place. */
    static final int SURE = 6;

    /** Of the parts that are where they should be, the part that may be missing elsewhere. */
    private static final double ASTRAY_MAX = 0.125;

    int score() {
        return view.score();
    }

    /**
     * Whether so many parts lie where they should, and so few do not, that this is how it is.
     *
     * @param heldMin parts that must lie where they should
     */
    boolean isBelievable(int heldMin) {
        return view.held() >= heldMin && view.failed() <= ASTRAY_MAX * view.held();
    }

    /**
     * The trials that none is better than. Of equally good ones at several origins, those at the
     * first: copies in later rows look like the array itself, turned round.
     */
    static List<Trial> best(List<Trial> trials) {
        int top = trials.stream().mapToInt(Trial::score).max().orElse(0);
        List<Trial> equal = trials.stream().filter(t -> t.score() == top).toList();
        long first = equal.stream().mapToLong(Trial::origin).min().orElse(0);
        return equal.stream().filter(t -> t.origin() == first).toList();
    }

    /** Whether all others at the origin of {@code best} are clearly worse. */
    static boolean isSure(List<Trial> best, List<Trial> trials) {
        Trial one = best.getFirst();
        return trials.stream()
                .filter(t -> t.origin() == one.origin() && !best.contains(t))
                .allMatch(t -> t.score() <= one.score() - SURE);
    }

    /** What all of {@code best} say, if they say one thing. */
    static <T> Optional<T> only(List<Trial> best, Function<Trial, Optional<T>> what) {
        List<Optional<T>> all = best.stream().map(what).distinct().toList();
        return all.size() == 1 ? all.getFirst() : Optional.empty();
    }

    /** The layout's name. */
    String name() {
        return stripes.layout() instanceof ParityLayout parity ? parity.name() : "";
    }

    /** How well its parts lie, for people. */
    String sentence() {
        return "%d of its parts lie where they should, %d do not"
                .formatted(view.held(), view.failed());
    }
}
