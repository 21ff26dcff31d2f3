package salvor.copier.rescue;

import java.util.Map;
import java.util.TreeMap;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.protocol.message.Extent;

/**
 * Which failures belong together. Two reads that failed, with untried bytes between them, are
 * believed to be one bad run when runs of that length are usual here.
 */
final class BadRuns {

    /** The chance that a place is bad through another run: close by, and far away. */
    private static final double ANOTHER_NEAR = 0.02;

    private static final double ANOTHER_FAR = 0.1;

    /** How certain it is that what was taken for one run is one. */
    private static final double BELIEVED = 0.95;

    /** A failure that is further away, in lengths of the known run, is another run. */
    private static final int FAR = 16;

    private final RescueMap map;
    private final RunLengths lengths;
    private final DamageRates rates;
    private final int sector;

    /** Believed runs: first byte, and the byte behind the last. */
    private final TreeMap<Long, Long> believed = new TreeMap<>();

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
        return switch (region.status()) {
            case RESCUED, NON_TRIED -> BadRun.NONE;
            case NON_TRIMMED ->
                    // Somewhere in a failed read a run begins.
                    reach > length
                            ? new BadRun(reach - length / 2, reach - length / 2)
                            : new BadRun(sector, Math.max(sector, length / 2));
            case NON_SCRAPED, BAD -> new BadRun(Math.max(reach, length), Math.max(reach, length));
        };
    }

    /** The chance that one run covers all of {@code gap}, given what is on both sides of it. */
    double covers(Extent gap, BadRun left, BadRun right) {
        if (left.isNone() || right.isNone()) {
            return 0;
        }
        double one =
                Math.max(left.covers(lengths, gap.length()), right.covers(lengths, gap.length()));
        Map.Entry<Long, Long> run = believed.floorEntry(gap.start());
        if (run != null && run.getValue() >= gap.end()) {
            one = Math.max(one, BELIEVED);
        }
        return 1 - another(one, gap.length());
    }

    /**
     * A read inside {@code gap} failed.
     *
     * @return how likely it is a run of its own
     */
    double failed(Extent asked, Extent gap, BadRun left, BadRun right) {
        double byLeft = left.covers(lengths, asked.start() - gap.start());
        double byRight = right.covers(lengths, gap.end() - asked.end());
        double known = 1 - (1 - byLeft) * (1 - byRight);
        long distance = Math.min(asked.start() - gap.start(), gap.end() - asked.end());
        double another = another(known, distance);
        BadRun nearer = byLeft >= byRight ? left : right;
        long away = byLeft >= byRight ? asked.start() - gap.start() : gap.end() - asked.end();
        if (away > FAR * Math.max(1 << 12, nearer.border())) {
            another = 1;
        }
        long start = asked.start();
        long end = asked.end();
        if (another < 0.5 && byLeft >= byRight) {
            lengths.covers(left.known(), left.border() + asked.start() - gap.start(), 1 - another);
            start = start(gap.start() - 1);
        } else if (another < 0.5) {
            lengths.covers(right.known(), right.border() + gap.end() - asked.end(), 1 - another);
            end = end(gap.end());
        }
        believed.subMap(start, end).clear();
        believed.put(start, end);
        return another;
    }

    /**
     * The chance that it is another run, where the known one reaches with the chance {@code one}.
     */
    private double another(double one, long distance) {
        double other =
                ANOTHER_NEAR
                        + ANOTHER_FAR * (1 - Math.exp(-rates.average() * Math.max(0, distance)));
        return (1 - one) * other / (one + (1 - one) * other);
    }

    /** A probe in the middle of {@code gap} failed: what is on both sides of it is one run. */
    void join(Extent gap) {
        if (gap.start() > 0 && gap.end() < map.size()) {
            long start = start(gap.start() - 1);
            long end = end(gap.end());
            believed.subMap(start, end).clear();
            believed.put(start, end);
        }
    }

    /** Something good was found at {@code position}: what was believed of it was wrong. */
    void good(long position) {
        Map.Entry<Long, Long> entry = believed.floorEntry(position);
        if (entry != null && entry.getValue() > position) {
            believed.remove(entry.getKey());
        }
    }

    private long start(long inside) {
        long start = map.regionAt(inside).extent().start();
        Map.Entry<Long, Long> entry = believed.floorEntry(inside);
        return entry != null && entry.getValue() > inside ? Math.min(start, entry.getKey()) : start;
    }

    private long end(long inside) {
        long end = map.regionAt(inside).extent().end();
        Map.Entry<Long, Long> entry = believed.floorEntry(inside);
        return entry != null && entry.getValue() > inside ? Math.max(end, entry.getValue()) : end;
    }
}
