package salvor.copier.rescue;

import java.util.Arrays;

/**
 * How long bad runs are on this drive: for distances behind a run's first bad byte, four an octave,
 * the chance that the run still covers it. Learned from what reads beside bad runs gave.
 */
final class RunLengths {

    private static final int SHORTEST = 9;
    private static final int PER_OCTAVE = 4;
    private static final int BUCKETS = 45 * PER_OCTAVE;

    /** What the first guess counts, in runs. */
    private static final double PRIOR_WEIGHT = 0.5;

    /** Powers of two and, to fall in step with no regular damage, irrational ones between. */
    private static final long[] DISTANCES = distances();

    private final double[] covered = new double[BUCKETS];
    private final double[] seen = new double[BUCKETS];

    /** The chances, made to fall with the distance. */
    private final double[] least = new double[BUCKETS];

    RunLengths() {
        for (int i = 0; i < BUCKETS; i++) {
            seen[i] = PRIOR_WEIGHT;
            covered[i] = PRIOR_WEIGHT * 0.5 * Math.pow(2, -i * 0.35 / PER_OCTAVE);
        }
        learn();
    }

    /** A run of at least {@code known} bytes covers the byte at {@code distance}. */
    void covers(long known, long distance, double weight) {
        for (int i = 0; i < BUCKETS && bytes(i) <= distance; i++) {
            if (bytes(i) >= known) {
                seen[i] += weight;
                covered[i] += weight;
            }
        }
        learn();
    }

    /** A run that was known to end before {@code bound} does not cover {@code distance}. */
    void endsBefore(long distance, long bound) {
        for (int i = 0; i < BUCKETS && bytes(i) < bound; i++) {
            if (bytes(i) >= distance) {
                seen[i]++;
            }
        }
        learn();
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

    /** The first of the distances that is larger than {@code distance}. */
    static long above(long distance) {
        for (int i = bucket(distance); i < BUCKETS; i++) {
            if (bytes(i) > distance) {
                return bytes(i);
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * The chance that a run of at least {@code known} bytes covers the byte at {@code distance}.
     */
    double chance(long known, long distance) {
        return distance < known ? 1 : Math.min(1, chance(distance) / chance(known - 1));
    }

    /**
     * How many of the {@code span} bytes from {@code from} a run of at least {@code known} bytes is
     * expected to cover.
     */
    double expected(long known, long from, long span) {
        double sum = 0;
        long at = 0;
        for (long step = 1 << SHORTEST; at < span; step *= 2) {
            long to = Math.min(span, at + step);
            sum += (to - at) * chance(known, from + (at + to) / 2);
            at = to;
        }
        return sum;
    }

    private double chance(long distance) {
        if (distance < 1 << SHORTEST) {
            return 1;
        }
        int below = bucket(distance);
        double part = (double) (distance - bytes(below)) / (bytes(below + 1) - bytes(below));
        return least[below] * (1 - part) + least[below + 1] * part;
    }

    /** The last bucket whose distance is not above {@code distance}, or the first. */
    private static int bucket(long distance) {
        int found = Arrays.binarySearch(DISTANCES, distance);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    private void learn() {
        double chance = 1;
        for (int i = 0; i < BUCKETS; i++) {
            chance = Math.min(chance, covered[i] / seen[i]);
            least[i] = chance;
        }
    }

    private static long bytes(int bucket) {
        return DISTANCES[bucket];
    }
}
