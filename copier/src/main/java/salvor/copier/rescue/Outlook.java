package salvor.copier.rescue;

import salvor.protocol.message.Extent;

/** What reading somewhere is worth, from what is known of the damage and of the drive's costs. */
final class Outlook {

    /**
     * The kernel makes several commands of a larger read, and on a failing drive each of them may
     * fail.
     */
    private static final int FAILING_CLUSTER_MAX = 256 << 10;

    private final Ledger ledger;
    private final DamageRates rates;
    private final RunLengths lengths;
    private final DriveCosts costs;
    private final int clusterMax;

    Outlook(
            Ledger ledger,
            DamageRates rates,
            RunLengths lengths,
            DriveCosts costs,
            int clusterMax) {
        this.ledger = ledger;
        this.rates = rates;
        this.lengths = lengths;
        this.costs = costs;
        this.clusterMax = clusterMax;
    }

    /**
     * The best size of a read where a failure comes every {@code 1/rate} bytes. A larger read saves
     * commands; but when it fails, what is good in it must wait for the end. With failures of C
     * seconds and commands of c the sum is least at {@code sqrt(c/C)/rate}.
     */
    int cluster(double rate, boolean inSequence) {
        double command = DriveCosts.COMMAND + (inSequence ? 0 : DriveCosts.SEEK);
        double best = Math.sqrt(command / costs.failure()) / rate;
        int size = costs.hasFailed() ? Math.min(clusterMax, FAILING_CLUSTER_MAX) : clusterMax;
        while (size > ledger.sector() && size > best) {
            size /= 2;
        }
        return Math.max(ledger.sector(), size);
    }

    int cluster(long position, boolean inSequence) {
        return cluster(rates.at(position), inSequence);
    }

    /**
     * The value of reading untried bytes.
     *
     * @param covered the chance that a bad run covers the first of them
     * @param end what lies behind the far end
     */
    Approach untried(
            Extent stretch, boolean forward, Approach.Kind kind, double covered, BadRun end) {
        long first = forward ? stretch.start() : stretch.end() - 1;
        double rate = rates.at(first);
        double length =
                Math.max(
                        ledger.sector(),
                        stretch.length() - end.expectedInside(lengths, stretch.length()));
        double passes = Math.exp(-rate * length);
        double bytes = (1 - covered) * (1 - passes) / rate;
        double fails = 1 - (1 - covered) * passes * (1 - end.covers(lengths, 0));
        return approach(
                stretch, forward, kind, bytes, fails, cluster(Math.max(rate, 1 / length), forward));
    }

    /** The value of going into a failed read from its edge: on the mean half of it is good. */
    Approach trim(Extent stretch, boolean forward) {
        int step = cluster(1.0 / stretch.length(), forward);
        // Whatever failures cost: asking for all of it again would go on for ever.
        while (step > ledger.sector() && 2L * step > stretch.length()) {
            step /= 2;
        }
        double bytes = Math.max(ledger.sector() / 2.0, (stretch.length() - step) / 2.0);
        return approach(stretch, forward, Approach.Kind.TRIM, bytes, 1, step);
    }

    private Approach approach(
            Extent stretch,
            boolean forward,
            Approach.Kind kind,
            double bytes,
            double fails,
            int cluster) {
        double command = DriveCosts.COMMAND + (forward ? 0 : DriveCosts.SEEK);
        double seconds =
                DriveCosts.SEEK
                        + bytes * (costs.perByte() + command / cluster)
                        + fails * costs.failure();
        return new Approach(stretch, forward, kind, cluster, bytes / seconds);
    }
}
