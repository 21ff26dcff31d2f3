package salvor.copier.rescue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long bad runs are on this drive: for distances behind a run's first bad byte, four an octave,
 * the chance that the run still covers it.
 *
 * <p>Of a run it is known that it has so many bytes at least, and at most as many as fit between
 * the good bytes around it. From all runs together the chance of ending is learned for each
 * interval between two distances, for runs that reach it: the product-limit estimate for
 * interval-censored data, by expectation and maximization (B. W. Turnbull, 1976), with a guess for
 * a prior. A run that was met by a read out of sequence is longer than others, in proportion to its
 * length, and goes on behind that read as the remaining life of a renewal process does.
 */
final class RunLengths {

    private static final int SHORTEST = 9;
    private static final int PER_OCTAVE = 4;
    private static final int BUCKETS = 45 * PER_OCTAVE;

    /** Steps towards the estimate, each time something is new. */
    private static final int ITERATIONS = 10;

    /** What the first guess counts, in runs. */
    private static final double PRIOR_WEIGHT = 0.35;

    /** The first guess: how many of the runs are one sector. */
    private static final double PRIOR_SHORTEST = 0.5;

    /** The first guess: how many of those that reach a distance reach twice that. */
    private static final double PRIOR_OCTAVE = 0.7;

    /** Powers of two and, to fall in step with no regular damage, irrational ones between. */
    private static final long[] DISTANCES = distances();

    /** How many runs, by {@link Length}. */
    private final Map<Length, Integer> counts = new TreeMap<>();

    private final double[] ends = new double[BUCKETS];

    /** The chance that a run is longer than the distance. */
    private final double[] longer = new double[BUCKETS];

    /** The sum of that chance over all bytes behind the distance. */
    private final double[] behind = new double[BUCKETS];

    private final long size;
    private boolean learned;
    private int runs;

    /**
     * The length of a run, as the first distances that are not below its bounds.
     *
     * @param least index of the distance
     * @param most the same
     * @param met by a read out of sequence: a long run is met more often than a short one
     */
    record Length(int least, int most, boolean met) implements Comparable<Length> {

        private static final Comparator<Length> ORDER =
                Comparator.comparingInt(Length::least)
                        .thenComparingInt(Length::most)
                        .thenComparing(Length::met);

        static Length between(long least, long most, boolean met) {
            int first = notBelow(least);
            return new Length(first, Math.max(first, notBelow(most)), met);
        }

        @Override
        public int compareTo(Length other) {
            return ORDER.compare(this, other);
        }
    }

    RunLengths(long size) {
        this.size = size;
        for (int i = 0; i < BUCKETS; i++) {
            ends[i] = prior(i);
        }
        survive();
    }

    void add(Length length) {
        counts.merge(length, 1, Integer::sum);
        runs++;
        learned = false;
    }

    void remove(Length length) {
        counts.computeIfPresent(length, (_, count) -> count == 1 ? null : count - 1);
        runs--;
        learned = false;
    }

    /** Runs that are known. */
    int count() {
        return runs;
    }

    /** The first of the distances that is larger than {@code distance}. */
    static long above(long distance) {
        int found = notBelow(distance + 1);
        return DISTANCES[found] > distance ? DISTANCES[found] : Long.MAX_VALUE;
    }

    /**
     * The chance that a run of at least {@code known} bytes covers the byte at {@code distance}.
     *
     * @param met whether it was met by a read out of sequence
     */
    double chance(long known, long distance, boolean met) {
        learn();
        if (distance < known) {
            return 1;
        }
        double[] chances = met ? behind : longer;
        double first = met ? mean() : 1;
        return Math.min(1, at(chances, first, distance) / at(chances, first, known - 1));
    }

    /**
     * How many of the {@code span} bytes from {@code from} a run of at least {@code known} bytes is
     * expected to cover.
     */
    double expected(long known, long from, long span, boolean met) {
        double sum = 0;
        long at = 0;
        for (long step = 1 << SHORTEST; at < span; step *= 2) {
            long to = Math.min(span, at + step);
            sum += (to - at) * chance(known, from + (at + to) / 2, met);
            at = to;
        }
        return sum;
    }

    /** Bytes of a run, on the mean. */
    double mean() {
        learn();
        return DISTANCES[0] + behind[0];
    }

    private static double at(double[] chances, double first, long distance) {
        if (distance < 1 << SHORTEST) {
            return first;
        }
        int above = Math.max(1, notBelow(distance));
        long low = DISTANCES[above - 1];
        double part = (double) (distance - low) / (DISTANCES[above] - low);
        return chances[above - 1] * (1 - part) + chances[above] * part;
    }

    private void learn() {
        if (learned) {
            return;
        }
        for (int i = 0; i < ITERATIONS; i++) {
            iterate();
        }
        learned = true;
    }

    private void iterate() {
        double[] ended = new double[BUCKETS];
        double[] reached = new double[BUCKETS];
        counts.forEach((length, count) -> share(length, count, ended, reached));
        for (int i = 0; i < BUCKETS; i++) {
            ends[i] = (ended[i] + PRIOR_WEIGHT * prior(i)) / (reached[i] + PRIOR_WEIGHT);
        }
        survive();
    }

    /** Where so many runs of one length end, as far as it is known by now. */
    private void share(Length length, int count, double[] ended, double[] reached) {
        for (int i = 0; i < length.least(); i++) {
            reached[i] += count;
        }
        double[] here = new double[length.most() + 1];
        double before = length.least() == 0 ? 1 : longer[length.least() - 1];
        double all = 0;
        for (int i = length.least(); i <= length.most(); i++) {
            here[i] = before * ends[i] * (length.met() ? DISTANCES[i] : 1);
            all += here[i];
            before = longer[i];
        }
        double left = 1;
        for (int i = length.least(); i <= length.most(); i++) {
            reached[i] += count * left;
            ended[i] += count * here[i] / all;
            left = Math.max(0, left - here[i] / all);
        }
    }

    private void survive() {
        double chance = 1;
        for (int i = 0; i < BUCKETS; i++) {
            chance *= 1 - ends[i];
            longer[i] = Math.max(chance, 1e-200);
        }
        behind[BUCKETS - 1] = 1e-200;
        for (int i = BUCKETS - 2; i >= 0; i--) {
            long span = Math.max(0, Math.min(size, DISTANCES[i + 1]) - DISTANCES[i]);
            behind[i] = behind[i + 1] + span * (longer[i] + longer[i + 1]) / 2;
        }
    }

    private static double prior(int bucket) {
        return bucket == 0 ? 1 - PRIOR_SHORTEST : 1 - Math.pow(PRIOR_OCTAVE, 1.0 / PER_OCTAVE);
    }

    private static long[] distances() {
        long[] distances = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            double exponent = SHORTEST + (double) i / PER_OCTAVE;
            // Far away, never a power of two.
            distances[i] =
                    Math.round(Math.pow(2, exponent > 22 ? exponent + 0.5 / PER_OCTAVE : exponent));
        }
        return distances;
    }

    /** The first distance that is not below {@code distance}, or the last of all. */
    private static int notBelow(long distance) {
        int found = Arrays.binarySearch(DISTANCES, distance);
        return found >= 0 ? found : Math.min(BUCKETS - 1, -found - 1);
    }
}
