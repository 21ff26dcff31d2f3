package salvor.copier.transfer;

import java.util.ArrayDeque;
import java.util.OptionalDouble;
import salvor.copier.rescue.Pass;

/**
 * Rates, and how long a rescue may still take, as an interval.
 *
 * <p>What is untried costs what a byte has cost so far, failures included, or what it costs of
 * late: between half of the less and twice the more. What failed is asked again: at its edges only,
 * or all over inside. What a failure costs here is the time that good reads do not account for.
 */
public final class RemainingTime {

    private static final double WINDOW_S = 30;

    /** How far what comes may be from what was. */
    private static final double UNSURE = 2;

    /** The least that is asked again of a bad area, in failures: some last sectors are deduced. */
    private static final double FAILURES_LEAST = 0.5;

    /** The most: so many for each halving of it, for edges and insides are found by halves. */
    private static final double FAILURES_A_HALVING = 1.5;

    /** Between areas that were told apart so far there are others. */
    private static final double FAILURES_INSIDE = 3;

    /** Retries that end a rescue, in failures. */
    private static final double RETRIES = 32;

    private static final int SECTOR = 512;

    private record Sample(double seconds, long rescued) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private double bestRate;

    /** Takes in how far the rescue is now; calls come in the order of time. */
    public void add(Progress progress) {
        Sample sample = new Sample(progress.seconds(), progress.rescued());
        samples.addLast(sample);
        while (samples.size() > 2 && sample.seconds() - samples.getFirst().seconds() > WINDOW_S) {
            samples.removeFirst();
        }
        bestRate = Math.max(bestRate, rate());
    }

    /** Bytes a second over the last half minute. */
    public double rate() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        double seconds = last.seconds() - first.seconds();
        return seconds <= 0 ? 0 : (last.rescued() - first.rescued()) / seconds;
    }

    /** Seconds that the rest takes at least; empty while nothing can be said. */
    public OptionalDouble least(Progress progress) {
        if (bestRate <= 0) {
            return OptionalDouble.empty();
        }
        switch (progress.pass().phase()) {
            case COPYING, TRIMMING -> {}
            case SCRAPING, RETRYING, FINISHED -> {
                return OptionalDouble.of(0);
            }
        }
        double cheapest = progress.untried() / bestRate;
        double copying = progress.untried() * Math.min(perByte(progress), perByteOfLate()) / UNSURE;
        double again = progress.areas() * FAILURES_LEAST * failure(progress);
        return OptionalDouble.of(Math.max(cheapest, copying) + again);
    }

    /** Seconds that it takes at most, as far as can be said; empty while nothing can. */
    public OptionalDouble most(Progress progress) {
        if (bestRate <= 0 || progress.read() <= 0) {
            return OptionalDouble.empty();
        }
        double late =
                samples.getLast().rescued() > samples.getFirst().rescued() ? perByteOfLate() : 0;
        double copying = progress.untried() * Math.max(perByte(progress), late) * UNSURE;
        double retries = progress.readErrors() > 0 ? RETRIES : 0;
        double again = (failuresMost(progress) + retries) * UNSURE * failure(progress);
        return OptionalDouble.of(isInside(progress) ? again : copying + again);
    }

    /** How many failures what failed so far may cost yet. */
    private static double failuresMost(Progress progress) {
        return progress.areas()
                * switch (progress.pass().phase()) {
                    case COPYING, TRIMMING -> {
                        double sectors = (double) progress.bad() / SECTOR / (1 + progress.areas());
                        yield 1 + FAILURES_A_HALVING * Math.log(1 + sectors) / Math.log(2);
                    }
                    case SCRAPING -> FAILURES_INSIDE;
                    case RETRYING -> 1;
                    case FINISHED -> 0;
                };
    }

    /** Seconds that a byte has cost so far. */
    private static double perByte(Progress progress) {
        return progress.seconds() / Math.max(1, progress.read());
    }

    private double perByteOfLate() {
        return 1 / rate();
    }

    /** Seconds that a failure has cost so far. */
    private double failure(Progress progress) {
        double lost = progress.seconds() - progress.read() / bestRate;
        return Math.max(0, lost) / Math.max(1, progress.readErrors());
    }

    /** What is untried then lies inside bad areas: most of it is deduced, and not asked for. */
    private static boolean isInside(Progress progress) {
        return progress.pass().phase() == Pass.Phase.SCRAPING;
    }
}
