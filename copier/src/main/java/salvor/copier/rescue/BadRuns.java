package salvor.copier.rescue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Which failures belong together. Two reads that failed, with untried bytes between them, are
 * believed to be one bad run when runs of that length are usual here.
 */
final class BadRuns {

    /** How certain it is that what was taken for one run is one. */
    private static final double BELIEVED = 0.95;

    /** A failure that is further away, in lengths of the known run, is another run. */
    private static final int FAR = 16;

    /** So many regions around a run are looked at. */
    private static final int REGIONS = 32;

    private final RescueMap map;
    private final RunLengths lengths;
    private final DamageRates rates;
    private final int sector;

    /** Where a read out of sequence met a run of its own. */
    private final TreeSet<Long> met = new TreeSet<>();

    /** By their first byte. */
    private final TreeMap<Long, Run> believed = new TreeMap<>();

    /**
     * @param end the byte behind the last
     */
    private record Run(long end, RunLengths.Length length) {}

    BadRuns(RescueMap map, RunLengths lengths, DamageRates rates, int sector) {
        this.rates = rates;
        this.map = map;
        this.lengths = lengths;
        this.sector = sector;
    }

    /** The run that ends where {@code stretch} starts, or that starts where it ends. */
    BadRun beside(Extent stretch, boolean before) {
        long beside = before ? stretch.start() - 1 : stretch.end();
        if (beside < 0 || beside >= map.size()) {
            return BadRun.NONE;
        }
        Region region = map.regionAt(beside);
        long length = region.extent().length();
        long reach = before ? stretch.start() - start(beside) : end(beside) - stretch.end();
        boolean met = isMet(start(beside), end(beside));
        return switch (region.status()) {
            case RESCUED, NON_TRIED -> BadRun.NONE;
            case NON_TRIMMED ->
                    // Somewhere in a failed read a run begins.
                    reach > length
                            ? new BadRun(reach - length / 2, reach - length / 2, met)
                            : new BadRun(sector, Math.max(sector, length / 2), met);
            case NON_SCRAPED, BAD ->
                    new BadRun(Math.max(reach, length), Math.max(reach, length), met);
        };
    }

    /** The chance that one run covers all of {@code gap}, given what is on both sides of it. */
    double covers(Extent gap, BadRun left, BadRun right) {
        if (left.isNone() || right.isNone()) {
            return 0;
        }
        long before = gap.start() - start(gap.start() - 1);
        long behind = end(gap.end()) - gap.end();
        boolean endsThere = isGood(gap.end() + behind);
        double one =
                endsThere || !isGood(gap.start() - before - 1)
                        ? isOne(left, gap.length(), behind, endsThere, gap.end())
                        : isOne(right, gap.length(), before, true, gap.start());
        Map.Entry<Long, Run> run = believed.floorEntry(gap.start());
        if (run != null && run.getValue().end() >= gap.end()) {
            one = Math.max(one, BELIEVED);
        }
        return one;
    }

    /**
     * The chance that {@code run} is what was met in {@code length} bytes at {@code distance}.
     *
     * @param ends whether the byte behind them is good
     */
    private double isOne(BadRun run, long distance, long length, boolean ends, long position) {
        double one = run.covers(lengths, distance);
        double other = -Math.expm1(-rates.at(position) * length);
        if (ends) {
            one -= run.covers(lengths, distance + length);
        } else {
            other += share();
        }
        return one <= 0 ? 0 : one / (one + other);
    }

    private boolean isGood(long position) {
        return position >= 0 && position < map.size() && map.at(position) == Status.RESCUED;
    }

    /**
     * A read inside {@code gap} failed.
     *
     * @return how likely it is a run of its own
     */
    double failed(Extent asked, Extent gap, BadRun left, BadRun right) {
        double byLeft = left.covers(lengths, asked.start() - gap.start());
        double byRight = right.covers(lengths, gap.end() - asked.end());
        if (right.isNone() && asked.end() == gap.end()) {
            byLeft -= left.covers(lengths, gap.length());
        }
        if (left.isNone() && asked.start() == gap.start()) {
            byRight -= right.covers(lengths, gap.length());
        }
        double known = 1 - (1 - byLeft) * (1 - byRight);
        double other = -Math.expm1(-rates.at(asked.start()) * asked.length());
        if (!isInSequence(asked, gap)) {
            other += share();
        }
        double another = other / (known + other);
        BadRun nearer = byLeft >= byRight ? left : right;
        long away = byLeft >= byRight ? asked.start() - gap.start() : gap.end() - asked.end();
        if (away > FAR * Math.max(1 << 12, nearer.border())) {
            another = 1;
        }
        long start = asked.start();
        long end = asked.end();
        if (another < 0.5 && byLeft >= byRight) {
            start = start(gap.start() - 1);
        } else if (another < 0.5) {
            end = end(gap.end());
        } else if (!isInSequence(asked, gap)) {
            met.add(asked.start());
        }
        believe(start, end);
        return another;
    }

    /**
     * Whether a read went on from an end of {@code gap}. One that did not, and fails, says how much
     * of the drive is bad, but nothing of how often bad runs begin.
     */
    boolean isInSequence(Extent asked, Extent gap) {
        return asked.start() == gap.start() || asked.end() == gap.end();
    }

    /** How much of the drive is bad. */
    private double share() {
        double density = rates.average() * lengths.mean();
        return Math.clamp(density / (1 + density), 0.005, 0.3);
    }

    /** A probe in the middle of {@code gap} failed: what is on both sides of it is one run. */
    void join(Extent gap) {
        if (gap.start() > 0 && gap.end() < map.size()) {
            believe(start(gap.start() - 1), end(gap.end()));
        }
    }

    /** What is known of the runs in and around {@code asked} changed; the map knows it already. */
    void changed(Extent asked) {
        for (var run = believed.floorEntry(asked.end() - 1);
                run != null && run.getValue().end() > asked.start() && isGood(asked, run);
                run = believed.floorEntry(asked.end() - 1)) {
            forget(run.getKey());
        }
        Region before = asked.start() == 0 ? null : map.regionAt(asked.start() - 1);
        if (before != null && before.status() == Status.NON_TRIED) {
            look(before.extent().start() - 1);
        }
        look(asked.start() - 1);
        look(asked.start());
        look(asked.end());
        Region behind = asked.end() == map.size() ? null : map.regionAt(asked.end());
        if (behind != null && behind.status() == Status.NON_TRIED) {
            look(behind.extent().end());
        }
    }

    private boolean isGood(Extent asked, Map.Entry<Long, Run> run) {
        return map.regions(asked).stream()
                .anyMatch(
                        region ->
                                region.status() == Status.RESCUED
                                        && region.extent().end() > run.getKey()
                                        && region.extent().start() < run.getValue().end());
    }

    private void look(long position) {
        if (position >= 0 && position < map.size()) {
            switch (map.at(position)) {
                case RESCUED, NON_TRIED -> {}
                case NON_TRIMMED, NON_SCRAPED, BAD -> believe(start(position), end(position));
            }
        }
    }

    private void believe(long start, long end) {
        Run run = new Run(end, length(start, end));
        if (run.equals(believed.get(start))) {
            return;
        }
        for (Long inside : List.copyOf(believed.subMap(start, end).keySet())) {
            forget(inside);
        }
        believed.put(start, run);
        lengths.add(run.length());
    }

    private void forget(long start) {
        Run run = believed.remove(start);
        if (run != null) {
            lengths.remove(run.length());
        }
    }

    private RunLengths.Length length(long start, long end) {
        long least = end - start - unsure(start) - unsure(end - 1);
        long most = reach(end, true) - reach(start, false);
        return RunLengths.Length.between(Math.max(sector, least), most, isMet(start, end));
    }

    /** Where the nearest good byte is; of many regions only some are looked at. */
    private long reach(long from, boolean forward) {
        long at = from;
        for (int i = 0; i < REGIONS && at > 0 && at < map.size(); i++) {
            Region region = map.regionAt(forward ? at : at - 1);
            if (region.status() == Status.RESCUED) {
                return at;
            }
            at = forward ? region.extent().end() : region.extent().start();
        }
        return forward ? map.size() : 0;
    }

    private boolean isMet(long start, long end) {
        Long place = met.ceiling(start);
        return place != null && place < end;
    }

    /** Of a failed read only one sector is bad for certain. */
    private long unsure(long inside) {
        Region region = map.regionAt(inside);
        return region.status() == Status.NON_TRIMMED ? region.extent().length() - sector : 0;
    }

    private long start(long inside) {
        long start = map.regionAt(inside).extent().start();
        Map.Entry<Long, Run> entry = believed.floorEntry(inside);
        return entry != null && entry.getValue().end() > inside
                ? Math.min(start, entry.getKey())
                : start;
    }

    private long end(long inside) {
        long end = map.regionAt(inside).extent().end();
        Map.Entry<Long, Run> entry = believed.floorEntry(inside);
        return entry != null && entry.getValue().end() > inside
                ? Math.max(end, entry.getValue().end())
                : end;
    }
}
