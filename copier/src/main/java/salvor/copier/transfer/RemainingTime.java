package salvor.copier.transfer;

import java.util.ArrayDeque;
import java.util.OptionalDouble;

/**
 * Rates, and how long a rescue may still take, as an interval: from what the rest costs when it
 * reads like the good areas did, to what it costs when it goes on at the rate of late, bad areas
 * included.
 */
public final class RemainingTime {

    private static final double WINDOW_S = 30;

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

    /** Seconds until what is untried has been asked for; empty while nothing can be said. */
    public OptionalDouble least(Progress progress) {
        return bestRate <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(progress.untried() / bestRate);
    }

    /**
     * Seconds at the rate of late, what is bad so far included; empty when that rate is nothing.
     */
    public OptionalDouble most(Progress progress) {
        double rate = rate();
        return rate <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((progress.untried() + progress.bad()) / rate);
    }
}
