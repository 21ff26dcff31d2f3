package salvor.copier.rescue;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Reads where most is to be had for the drive's time, as learned so far. */
final class ExploringStage implements Stage {

    private static final int CALM = 32;

    private final Ledger ledger;
    private final RescueMap map;
    private final RegionIndex gaps;
    private final RegionIndex blocks;
    private final DamageRates rates;
    private final DamageRates slowness;
    private final RunLengths lengths;
    private final BadRuns runs;
    private final SectorLearner sectors = new SectorLearner();
    private final boolean learnsSectors;
    private final DriveCosts costs = new DriveCosts();
    private final Outlook outlook;
    private final Chooser chooser;
    private final InsideProbes inside;
    private final boolean forward;
    private final Set<Long> givenEdges = new HashSet<>();

    private @Nullable Approach approach;
    private long cursor;
    private int step;
    private boolean probing;
    private long head;
    private int goodInRow = CALM;

    ExploringStage(Ledger ledger, RescueOptions options, int clusterMax) {
        this.ledger = ledger;
        map = ledger.map();
        if (!options.noScrape()) {
            for (Region region : map.regions()) {
                if (region.status() == Status.NON_SCRAPED && !wasDeduced(region.extent())) {
                    map.set(region.extent(), Status.NON_TRIED);
                }
            }
        }
        forward = !options.reverse();
        head = forward ? 0 : map.size();
        gaps = new RegionIndex(map, Status.NON_TRIED);
        blocks = new RegionIndex(map, Status.NON_TRIMMED);
        for (Extent block : blocks.all()) {
            givenEdges.add(block.start());
            givenEdges.add(block.end());
        }
        rates = new DamageRates(map.size());
        slowness = new DamageRates(map.size());
        lengths = new RunLengths(map.size());
        runs = new BadRuns(map, lengths, rates, ledger.sector());
        learnsSectors = !options.exhaustive();
        outlook = new Outlook(ledger, rates, slowness, lengths, costs, clusterMax);
        inside = new InsideProbes(ledger, lengths, !options.noScrape());
        chooser = new Chooser(ledger, gaps, blocks, outlook, costs, lengths, runs, inside);
    }

    /**
     * What an earlier run deduced lies between rescued neighbours, and is not asked for again. What
     * ddrescue left non-scraped has a bad sector at each end: its trimming found it.
     */
    private boolean wasDeduced(Extent extent) {
        return (extent.start() == 0 || map.at(extent.start() - 1) == Status.RESCUED)
                && (extent.end() == map.size() || map.at(extent.end()) == Status.RESCUED);
    }

    @Override
    public Pass pass() {
        Pass.Phase phase =
                probing
                        ? Pass.Phase.SCRAPING
                        : approach != null && approach.kind() == Approach.Kind.TRIM
                                ? Pass.Phase.TRIMMING
                                : Pass.Phase.COPYING;
        return new Pass(phase, 1, head);
    }

    @Override
    public boolean readsAhead() {
        return goodInRow >= CALM;
    }

    @Override
    public @Nullable Extent next() {
        while (true) {
            if (approach == null || isThrough(approach)) {
                if (!ledger.isIdle()) {
                    return null;
                }
                approach = chooser.choose(head, forward);
                if (approach == null) {
                    Extent probe = nextInside();
                    if (probe == null && isAnythingLeft()) {
                        continue;
                    }
                    return probe;
                }
                probing = false;
                start(approach);
            }
            if (approach.kind() == Approach.Kind.TRIM && isLastSector(approach)) {
                if (!ledger.isIdle()) {
                    return null; // what is under way may still fail, and be the one
                }
                deduce(approach);
                approach = null;
                continue;
            }
            Extent piece = piece(approach);
            cursor = approach.forward() ? piece.end() : piece.start();
            head = piece.end();
            return piece;
        }
    }

    private @Nullable Extent nextInside() {
        probing = true;
        Extent probe = inside.next();
        if (probe != null) {
            head = probe.end();
        }
        return probe;
    }

    /**
     * Parts of stretches that changed while they waited were dropped: they are found again here.
     */
    private boolean isAnythingLeft() {
        if (map.total(Status.NON_TRIED) == 0 && map.total(Status.NON_TRIMMED) == 0) {
            return false;
        }
        gaps.update(new Extent(0, map.size()));
        blocks.update(new Extent(0, map.size()));
        return true;
    }

    private void start(Approach chosen) {
        cursor = chosen.from();
        step = chosen.kind() == Approach.Kind.ENTRY ? ledger.sector() : chosen.cluster();
    }

    /** Reads grow while they succeed. */
    private int grown(Approach chosen) {
        long at = chosen.forward() ? cursor : cursor - 1;
        int here = outlook.cluster(Math.clamp(at, 0, map.size() - 1), chosen.forward());
        return Math.min(Math.min(2 * step, here), chosen.cluster());
    }

    private boolean isThrough(Approach chosen) {
        return chosen.forward()
                ? cursor >= chosen.stretch().end()
                : cursor <= chosen.stretch().start();
    }

    /** All of a failed read came but its last sector: that one must have been it. */
    private boolean isLastSector(Approach trim) {
        Extent all = trim.stretch();
        long left = left(trim).length();
        return left <= ledger.sector()
                && left < all.length()
                && !givenEdges.contains(trim.forward() ? all.end() : all.start());
    }

    private void deduce(Approach trim) {
        map.set(left(trim), Status.NON_SCRAPED);
        blocks.update(left(trim));
    }

    private Extent left(Approach trim) {
        return trim.forward()
                ? Extent.between(cursor, trim.stretch().end())
                : Extent.between(trim.stretch().start(), cursor);
    }

    private Extent piece(Approach chosen) {
        Extent all = chosen.stretch();
        Extent piece;
        if (chosen.forward()) {
            piece = Extent.between(cursor, Math.min(all.end(), (cursor / step + 1) * step));
        } else {
            piece = Extent.between(Math.max(all.start(), (cursor - 1) / step * step), cursor);
        }
        if (chosen.kind() != Approach.Kind.TRIM) {
            step = Math.max(ledger.sector(), grown(chosen));
        }
        return ledger.wholeSectors(piece);
    }

    @Override
    public void report(Extent asked, Ledger.Verdict verdict, long nanos) {
        boolean probe = inside.isProbe(asked);
        Extent gap = gaps.at(asked.start());
        gaps.update(asked);
        blocks.update(asked);
        switch (verdict) {
            case GOOD -> good(asked, nanos);
            case SHORT -> interrupt();
            case FAILED -> failed(asked, nanos, gap, probe);
            case CUT -> {
                // It need not hold a bad sector, so none can be deduced.
                givenEdges.add(asked.start());
                givenEdges.add(asked.end());
                failed(asked, nanos, gap, probe);
            }
        }
        runs.changed(asked);
        if (probe) {
            Extent stretch = inside.report(verdict != Ledger.Verdict.FAILED);
            if (stretch != null) {
                runs.join(stretch);
            }
        }
    }

    private void interrupt() {
        approach = null;
        goodInRow = 0;
    }

    private void good(Extent asked, long nanos) {
        goodInRow++;
        rates.good(asked.start(), asked.length());
        boolean late = costs.good(asked.length(), nanos);
        if (late) {
            slowness.failed(asked.start(), 1);
            interrupt();
        } else {
            slowness.good(asked.start(), asked.length());
        }
        learnEdge(asked.start());
        learnEdge(asked.end());
    }

    private void failed(Extent asked, long nanos, @Nullable Extent gap, boolean probe) {
        costs.failed(nanos);
        goodInRow = 0;
        Approach was = approach;
        approach = null;
        if (was == null || probe) {
            return;
        }
        if (was.kind() == Approach.Kind.TRIM) {
            releaseRest(was, asked);
            if (asked.length() > ledger.sector()) {
                approach = outlook.trim(asked, was.forward());
                start(approach);
            }
        } else if (gap != null) {
            BadRun left = runs.beside(gap, true);
            BadRun right = runs.beside(gap, false);
            double begins = runs.failed(asked, gap, left, right);
            if (runs.isInSequence(asked, gap)) {
                rates.failed(asked.start(), begins);
            }
        }
        learnEdge(asked.start());
        learnEdge(asked.end());
    }

    /** Whether a good byte and a bad sector meet at {@code position}. */
    private void learnEdge(long position) {
        if (!learnsSectors
                || ledger.sector() >= SectorLearner.PHYSICAL
                || position <= 0
                || position >= map.size()) {
            return;
        }
        Status before = map.at(position - 1);
        Status behind = map.at(position);
        if ((before == Status.BAD && behind == Status.RESCUED)
                || (before == Status.RESCUED && behind == Status.BAD)) {
            sectors.edge(position);
            if (sectors.isSure()) {
                ledger.enlargeSector(SectorLearner.PHYSICAL);
                widenBad();
            }
        }
    }

    /** What shares a sector with a bad one is bad, and so is a failed read of one sector. */
    private void widenBad() {
        for (Region region : map.regions()) {
            if (region.status() == Status.BAD || isOneSector(region)) {
                for (Region part : map.regions(ledger.wholeSectors(region.extent()))) {
                    if (part.status() != Status.RESCUED) {
                        map.set(part.extent(), Status.BAD);
                        gaps.update(part.extent());
                        blocks.update(part.extent());
                    }
                }
            }
        }
        approach = null;
    }

    private boolean isOneSector(Region region) {
        return region.status() == Status.NON_TRIMMED
                && ledger.wholeSectors(region.extent()).length() <= ledger.sector();
    }

    /** Behind the first part of a failed read that fails by itself nothing is known any more. */
    private void releaseRest(Approach trim, Extent failed) {
        release(
                Extent.between(
                        trim.stretch().start(), Math.max(trim.stretch().start(), failed.start())));
        release(Extent.between(Math.min(failed.end(), trim.stretch().end()), trim.stretch().end()));
        gaps.update(trim.stretch());
        blocks.update(trim.stretch());
    }

    private void release(Extent extent) {
        for (Region region : map.regions(extent)) {
            if (region.status() == Status.NON_TRIMMED) {
                map.set(region.extent(), Status.NON_TRIED);
            }
        }
    }

    @Override
    public void lost(Extent extent) {
        gaps.update(extent);
        blocks.update(extent);
    }
}
