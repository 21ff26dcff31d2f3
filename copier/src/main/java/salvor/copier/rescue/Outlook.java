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
    private final DamageRates slowness;
    private final RunLengths lengths;
    private final DriveCosts costs;
    private final int clusterMax;

    Outlook(
            Ledger ledger,
            DamageRates rates,
            DamageRates slowness,
            RunLengths lengths,
            DriveCosts costs,
            int clusterMax) {
        this.ledger = ledger;
        this.rates = rates;
        this.slowness = slowness;
        this.lengths = lengths;
        this.costs = costs;
        this.clusterMax = clusterMax;
    }

    /**
     * The best size of a read where a failure comes every {@code 1/rate} bytes. A larger read saves
     * commands; but when it fails, what is good in it must wait for the end. With failures of C
     * seconds and commands of c the sum is least at {@code sqrt(c/C)/rate}.
     */
    private int cluster(double rate, long position, boolean inSequence) {
        double command =
                DriveCosts.COMMAND + (inSequence ? 0 : DriveCosts.SEEK) + waiting(position);
        double best = Math.sqrt(command / costs.failure()) / rate;
        int size = costs.hasFailed() ? Math.min(clusterMax, FAILING_CLUSTER_MAX) : clusterMax;
        while (size > ledger.sector() && size > best) {
            size /= 2;
        }
        return Math.max(ledger.sector(), size);
    }

    /** Failures a byte that are to be expected at {@code position}. */
    double rate(long position) {
        return rates.at(position);
    }

    int cluster(long position, boolean inSequence) {
        return cluster(rates.at(position), position, inSequence);
    }

    /**
     * The value of reading untried bytes.
     *
     * @param covered the chance that a bad run covers the first of them
     * @param end what lies behind the far end
     */
    Approach untried(
            Extent stretch, boolean forward, Approach.Kind kind, double covered, BadRun end) {
        long first = first(stretch, forward);
        double rate = rates.at(first);
        double length =
                Math.max(
                        ledger.sector(),
                        stretch.length() - end.expectedInside(lengths, stretch.length()));
        double passes = Math.exp(-rate * length);
        double bytes = (1 - covered) * (1 - passes) / rate;
        double fails = 1 - (1 - covered) * passes * (1 - end.covers(lengths, 0));
        return approach(
                stretch,
                forward,
                kind,
                bytes,
                fails,
                cluster(Math.max(rate, 1 / length), first, forward));
    }

    /** The value of going into a failed read from its edge: on the mean half of it is good. */
    Approach trim(Extent stretch, boolean forward) {
        int step = cluster(1.0 / stretch.length(), first(stretch, forward), forward);
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
        double command =
                DriveCosts.COMMAND
                        + (forward ? 0 : DriveCosts.SEEK)
                        + waiting(first(stretch, forward));
        double seconds =
                DriveCosts.SEEK
                        + bytes * (costs.perByte() + command / cluster)
                        + fails * costs.failure();
        return new Approach(stretch, forward, kind, cluster, bytes, bytes / seconds);
    }

    private static long first(Extent stretch, boolean forward) {
        return forward ? stretch.start() : stretch.end() - 1;
    }

    /**
     * What a command is expected to take beyond its time. So what is slow is left for later, and is
     * read in large pieces: small ones would only make it wait more often.
     */
    private double waiting(long position) {
        return costs.late() == 0
                ? 0
                : Math.min(1, slowness.at(position) * clusterMax) * costs.late();
    }
}
