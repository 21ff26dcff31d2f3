package salvor.copier.rescue;

/**
 * How often reading fails, by place: failures a byte.
 *
 * <p>A binary tree over the device, down to {@value #LEAVES} equal leaves. Each node holds how many
 * bytes were read well below it and how many failures were met. The rate of a node is a Gamma
 * posterior whose prior is its parent's rate: with few bytes read it is the parent's, with many its
 * own. So a place is judged by what is known of it, at the scale at which something is known.
 *
 * <p>How strongly a node is drawn to its parent is learned too: failures that fall evenly on
 * halves, in proportion to the bytes read there, say that place tells nothing; failures that keep
 * to one half say that it does. Each split is judged as a Beta-binomial draw, for a few strengths.
 */
final class DamageRates {

    private static final int LEAVES = 1 << 12;

    /** Strengths of the pull, in failures. */
    private static final double[] STRENGTHS = {1, 4, 16, 64, 256};

    private final double leafBytes;
    private final double size;
    private final double[] bytes = new double[2 * LEAVES];
    private final double[] failures = new double[2 * LEAVES];
    private final double[][] evidence = new double[LEAVES][];
    private final double[] evidenceTotal = new double[STRENGTHS.length];
    private double strength;

    DamageRates(long size) {
        this.size = Math.max(1, size);
        leafBytes = Math.max(1, (double) size / LEAVES);
        strength = mean(evidenceTotal);
    }

    /** Bytes that were read well, all at about {@code position}. */
    void good(long position, long count) {
        for (int node = leaf(position); node > 0; node >>= 1) {
            bytes[node] += count;
        }
    }

    /**
     * A failure at {@code position}.
     *
     * @param weight 1 for a new one; less for what only continues a known bad run
     */
    void failed(long position, double weight) {
        for (int node = leaf(position); node > 0; node >>= 1) {
            failures[node] += weight;
        }
        for (int node = leaf(position) >> 1; node > 0; node >>= 1) {
            weigh(node);
        }
        strength = mean(evidenceTotal);
    }

    /** Failures a byte that are to be expected at {@code position}, above 0. */
    double at(long position) {
        int leaf = leaf(position);
        double rate = average();
        for (int shift = Integer.numberOfTrailingZeros(LEAVES) - 1; shift >= 0; shift--) {
            int node = leaf >> shift;
            rate *= (failures[node] + strength) / (rate * bytes[node] + strength);
        }
        return rate;
    }

    /** Failures a byte on the whole device. */
    double average() {
        // Half a failure is what is expected before anything is known.
        return (failures[1] + 0.5) / (bytes[1] + size / 8);
    }

    private int leaf(long position) {
        return LEAVES + Math.min(LEAVES - 1, (int) (position / leafBytes));
    }

    private void weigh(int node) {
        double left = failures[2 * node];
        double right = failures[2 * node + 1];
        double share =
                (bytes[2 * node] + leafBytes / 8)
                        / (bytes[2 * node] + bytes[2 * node + 1] + leafBytes / 4);
        double[] before = evidence[node];
        double[] now = new double[STRENGTHS.length];
        for (int i = 0; i < now.length; i++) {
            double a = STRENGTHS[i] * share;
            double b = STRENGTHS[i] * (1 - share);
            now[i] = logBeta(a + left, b + right) - logBeta(a, b);
            evidenceTotal[i] += now[i] - (before == null ? 0 : before[i]);
        }
        evidence[node] = now;
    }

    /** The strength on the whole, in the logarithm, weighed by the evidence for each. */
    private static double mean(double[] evidence) {
        double top = Double.NEGATIVE_INFINITY;
        for (double e : evidence) {
            top = Math.max(top, e);
        }
        double weights = 0;
        double sum = 0;
        for (int i = 0; i < evidence.length; i++) {
            double weight = Math.exp(evidence[i] - top);
            weights += weight;
            sum += weight * Math.log(STRENGTHS[i]);
        }
        return Math.exp(sum / weights);
    }

    private static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    /** Stirling's series, moved up to where it holds. */
    private static double logGamma(double x) {
        double shift = 0;
        while (x < 7) {
            shift -= Math.log(x);
            x++;
        }
        double inverse = 1 / x;
        return shift
                + (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + inverse / 12
                - inverse * inverse * inverse / 360;
    }
}
