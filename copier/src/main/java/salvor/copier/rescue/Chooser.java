package salvor.copier.rescue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * Chooses where to read next. Of the approaches that are worth nearly as much as the best, the
 * first on the device is taken: what was passed over is read as soon as it looks no worse than the
 * rest, so that damage without structure is read in sequence. It looks at the nearest and at the
 * longest regions only: a decision costs the same on any device.
 */
final class Chooser {

    private static final int AHEAD = 6;
    private static final int BEHIND = 2;
    private static final int LONGEST = 8;

    /** What is worth this share of the best is as good. */
    private static final double GOOD_ENOUGH = 0.7;

    /** The same, among the ways to read one gap. */
    private static final double WAY_SHARE = 0.7;

    /**
     * How much of what an entry passes over counts against it. Where stretches between bad runs are
     * all alike, all of it should: half a stretch is had from the middle of one, and the other half
     * costs a failure of its own. Where they have no rule nothing is lost, for as much is to be
     * expected on both sides of any place.
     */
    private static final double PASSED_OVER = 0.3;

    /** What is added to that while no run is known. */
    private static final double CURIOSITY = 2.7;

    /** After so many runs half of it is left. */
    private static final double CURIOSITY_RUNS = 3;

    /** An entry behind a bad run has to promise so many bytes for the price of a failure. */
    private static final double ENTRY_BYTES_MIN = 2048;

    private final RegionIndex gaps;
    private final RegionIndex blocks;
    private final Outlook outlook;
    private final DriveCosts costs;
    private final RunLengths lengths;
    private final BadRuns runs;
    private final Ledger ledger;
    private final InsideProbes inside;

    /**
     * A way into a gap.
     *
     * @param net its value, less what it passes over
     */
    private record Entry(Approach approach, double net) {}

    Chooser(
            Ledger ledger,
            RegionIndex gaps,
            RegionIndex blocks,
            Outlook outlook,
            DriveCosts costs,
            RunLengths lengths,
            BadRuns runs,
            InsideProbes inside) {
        this.ledger = ledger;
        this.inside = inside;
        this.gaps = gaps;
        this.blocks = blocks;
        this.outlook = outlook;
        this.costs = costs;
        this.lengths = lengths;
        this.runs = runs;
    }

    /**
     * The approach to take, or null when only the insides of bad areas are left.
     *
     * @param head the byte behind the last read
     */
    @Nullable Approach choose(long head, boolean forward) {
        List<Approach> all = new ArrayList<>();
        while (all.isEmpty() && !gaps.isEmpty()) {
            for (Extent gap : candidates(gaps, head)) {
                int before = all.size();
                addGap(gap, forward, all);
                if (all.size() == before) {
                    gaps.remove(gap);
                    inside.add(gap);
                }
            }
        }
        for (Extent block : candidates(blocks, head)) {
            addTrim(block, all);
        }
        return first(all, GOOD_ENOUGH, forward);
    }

    /** The first on the device of those that are worth this share of the best. */
    private static @Nullable Approach first(List<Approach> all, double share, boolean forward) {
        double best = 0;
        for (Approach approach : all) {
            best = Math.max(best, approach.value());
        }
        Approach first = null;
        for (Approach approach : all) {
            if (approach.value() >= best * share
                    && (first == null || isBefore(approach, first, forward))) {
                first = approach;
            }
        }
        return first;
    }

    private static boolean isBefore(Approach one, Approach other, boolean forward) {
        return forward ? one.from() < other.from() : one.from() > other.from();
    }

    /** The best way to read a gap: from a side, or from somewhere inside. */
    private void addGap(Extent gap, boolean forward, List<Approach> all) {
        List<Approach> ways = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        addFrom(gap, true, ways, entries);
        addFrom(gap, false, ways, entries);
        Entry entry = entries.stream().max(Comparator.comparingDouble(Entry::net)).orElse(null);
        if (entry != null) {
            ways.add(entry.approach());
        }
        Approach way = first(ways, WAY_SHARE, forward);
        if (way != null) {
            all.add(way);
        }
    }

    private static Set<Extent> candidates(RegionIndex index, long head) {
        Set<Extent> found = new LinkedHashSet<>();
        Extent at = index.lower(head);
        for (int i = 0; at != null && i < BEHIND; i++) {
            found.add(at);
            at = index.lower(at.start());
        }
        at = index.ceiling(head);
        for (int i = 0; at != null && i < AHEAD; i++) {
            found.add(at);
            at = index.ceiling(at.end());
        }
        at = index.ceiling(0);
        if (at != null) {
            found.add(at);
        }
        int longest = 0;
        for (Extent extent : index.longestFirst()) {
            if (longest++ >= LONGEST) {
                break;
            }
            found.add(extent);
        }
        return found;
    }

    private void addTrim(Extent block, List<Approach> all) {
        boolean front = beside(block, true).isNone();
        boolean back = !front && beside(block, false).isNone();
        all.add(outlook.trim(block, !back));
    }

    /** Approaches from one end of a gap, and from places at growing distances behind that end. */
    private void addFrom(Extent gap, boolean left, List<Approach> all, List<Entry> entries) {
        BadRun near = beside(gap, left);
        BadRun far = beside(gap, !left);
        if (near.isNone()) {
            all.add(outlook.untried(gap, left, Approach.Kind.SIDE, 0, far));
        } else if (left) {
            addEntry(gap, 0, near, far, entries);
        }
        for (long distance = RunLengths.above(near.border());
                distance - near.border() <= gap.length() / 2;
                distance = RunLengths.above(distance)) {
            long offset = distance - near.border();
            if (offset > 0) {
                addEntry(
                        gap,
                        left ? offset : gap.length() - offset,
                        left ? near : far,
                        left ? far : near,
                        entries);
            }
        }
    }

    /** What lies behind an entry is read forward, whatever side it was measured from. */
    private void addEntry(Extent gap, long offset, BadRun left, BadRun right, List<Entry> all) {
        long start = ledger.wholeSectors(new Extent(gap.start() + offset, 1)).start();
        if (start < gap.start()) {
            start = gap.start();
        }
        Extent stretch = Extent.between(start, gap.end());
        double free = 1 - runs.covers(gap, left, right);
        free *= 1 - left.covers(lengths, start - gap.start());
        free *= 1 - right.covers(lengths, gap.end() - start);
        Approach approach = outlook.untried(stretch, true, Approach.Kind.ENTRY, 1 - free, right);
        if (approach.value() * costs.failure() >= ENTRY_BYTES_MIN) {
            double share = passedOver(gap, start, left) / approach.bytes();
            all.add(new Entry(approach, approach.value() * (1 - share)));
        }
    }

    /**
     * Bytes that an entry at the near end of {@code gap} would be expected to give before it comes
     * to {@code start}, by what they count: who jumps over them pays another failure for them
     * later. What is learned of the length of this run saves as much at each run to come, so they
     * count more at first.
     */
    private double passedOver(Extent gap, long start, BadRun left) {
        long length = start - gap.start();
        double good = length - left.expectedBad(lengths, length);
        double rate = outlook.rate(gap.start());
        double curiosity = CURIOSITY * CURIOSITY_RUNS / (CURIOSITY_RUNS + lengths.count());
        return (PASSED_OVER + curiosity) * -Math.expm1(-rate * good) / rate;
    }

    private BadRun beside(Extent region, boolean before) {
        return runs.beside(region, before);
    }
}
