package salvor.copier.rescue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Looks for good islands inside bad areas: asks for the middle of every stretch that lies between
 * bad ends, then for the middles of the halves, and so on. After some halvings without an island it
 * is deduced that there is none; every island that is found makes it look closer, everywhere, as
 * long as islands are not too rare for what they cost.
 */
final class InsideProbes {

    /** Three halvings find every island of an eighth of a stretch. */
    private static final int HALVINGS = 3;

    /** So many more where bad runs of the stretch's length are rare. */
    private static final int HALVINGS_MORE = 2;

    private static final double RARE = 0.05;

    /** Sectors of a stretch that is asked for to the last one. */
    private static final int SMALL = 2;

    /** So many failures an island, and it is not worth to look closer. */
    private static final long FAILURES_AN_ISLAND = 64;

    private final Ledger ledger;
    private final RunLengths lengths;
    private final boolean asks;
    private final Deque<Extent> waiting = new ArrayDeque<>();

    /** A part of a stretch, and how often it was halved to get it. */
    private record Part(Extent extent, int halvings) {}

    /** By start. What is cut off a part later is as old as the part. */
    private final TreeMap<Long, Part> parts = new TreeMap<>();

    private int halvingsMax;
    private long islands;
    private long failures;
    private int current;
    private @Nullable Extent probed;
    private @Nullable Extent stretch;

    /**
     * @param asks whether insides are asked for at all
     */
    InsideProbes(Ledger ledger, RunLengths lengths, boolean asks) {
        this.ledger = ledger;
        this.lengths = lengths;
        this.asks = asks;
    }

    /** An untried stretch that nothing better can be done with. */
    void add(Extent extent) {
        waiting.add(extent);
    }

    /** The next sector to ask for, or null when nothing is left to hope for. */
    @Nullable Extent next() {
        probed = null;
        while (probed == null && !waiting.isEmpty()) {
            Extent next = waiting.remove();
            if (!isWhole(next)) {
                // A part of it came in the meantime; what is left of it is added again.
                continue;
            }
            current = halvings(next);
            if (current < halvingsMax(next)) {
                stretch = next;
                probed = ledger.sectorAt(next.start() + (long) (next.length() * part(next)));
            } else {
                ledger.map().set(next, Status.NON_SCRAPED);
            }
        }
        return probed;
    }

    boolean isProbe(Extent asked) {
        return asked.equals(probed);
    }

    /** Takes the answer to a probe; gives the stretch it was for when that looks bad, or null. */
    @Nullable Extent report(boolean good) {
        if (stretch == null || probed == null) {
            return null;
        }
        if (good) {
            islands++;
            halvingsMax = Math.max(halvingsMax, current + 1 + HALVINGS);
            return null;
        }
        failures++;
        remember(Extent.between(stretch.start(), Math.max(stretch.start(), probed.start())));
        remember(Extent.between(Math.min(probed.end(), stretch.end()), stretch.end()));
        return stretch;
    }

    /** Near the middle, but never in step with regular damage. */
    private static double part(Extent stretch) {
        long scattered = (stretch.start() / 512 + stretch.length()) * 0x9E3779B97F4A7C15L;
        return 0.4 + 0.2 * (scattered >>> 40) / (1 << 24);
    }

    private int halvingsMax(Extent part) {
        if (!asks) {
            return 0;
        }
        if (part.length() <= (long) SMALL * ledger.sector()) {
            return Integer.MAX_VALUE;
        }
        long whole = part.length() << current;
        int few = lengths.chance(1, whole, false) < RARE ? HALVINGS + HALVINGS_MORE : HALVINGS;
        return failures <= FAILURES_AN_ISLAND * (islands + 1) ? Math.max(few, halvingsMax) : few;
    }

    private void remember(Extent half) {
        if (!half.isEmpty()) {
            parts.put(half.start(), new Part(half, current + 1));
        }
    }

    private boolean isWhole(Extent extent) {
        Region region = ledger.map().regionAt(extent.start());
        return region.status() == Status.NON_TRIED && region.extent().equals(extent);
    }

    private int halvings(Extent extent) {
        Map.Entry<Long, Part> entry = parts.floorEntry(extent.start());
        return entry != null && entry.getValue().extent().contains(extent)
                ? entry.getValue().halvings()
                : 0;
    }
}
