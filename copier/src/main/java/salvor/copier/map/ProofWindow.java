package salvor.copier.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * The proofs that hold in a part of the device, found in one pass over all that were ever appended:
 * each one takes the place of what it overlaps. Of a checksum that is overlapped nothing is left,
 * of others the rest is.
 *
 * <p>Memory is bounded: when there are too many, the ones farthest on are given up and the window
 * ends before them.
 */
final class ProofWindow {

    private final long from;
    private final int countMax;
    private long end;

    /** Disjoint, by start, each start inside the window. */
    private final TreeMap<Long, Proof> proofs = new TreeMap<>();

    /**
     * @param from where the window begins
     * @param end where it ends at the latest
     * @param countMax proofs kept, 1 or more
     */
    ProofWindow(long from, long end, int countMax) {
        this.from = from;
        this.end = end;
        this.countMax = countMax;
    }

    /** The next proof, in the order in which they were appended. */
    void add(Proof proof) {
        Extent extent = proof.extent();
        if (extent.end() <= from) {
            return;
        }
        Map.Entry<Long, Proof> before = proofs.floorEntry(extent.start());
        if (before != null) {
            cut(before.getValue(), extent);
        }
        Map.Entry<Long, Proof> next = proofs.ceilingEntry(extent.start());
        while (next != null && next.getKey() < extent.end()) {
            cut(next.getValue(), extent);
            next = proofs.higherEntry(next.getKey());
        }
        keep(proof);
        while (proofs.size() > countMax) {
            end = proofs.lastKey();
            proofs.pollLastEntry();
        }
    }

    /** Where the window ends: the next one begins here. */
    long end() {
        return end;
    }

    /** What holds, ascending; every checksum that begins in the window, others cut to it. */
    List<Proof> proofs() {
        List<Proof> found = new ArrayList<>(proofs.size());
        for (Proof proof : proofs.values()) {
            Extent extent = proof.extent();
            Proof part = proof.of(Extent.between(extent.start(), Math.min(extent.end(), end)));
            found.add(part == null ? proof : part);
        }
        return found;
    }

    private void cut(Proof old, Extent by) {
        Extent extent = old.extent();
        if (!extent.overlaps(by)) {
            return;
        }
        proofs.remove(extent.start());
        if (extent.start() < by.start()) {
            keep(old.of(Extent.between(extent.start(), by.start())));
        }
        if (extent.end() > by.end()) {
            keep(old.of(Extent.between(by.end(), extent.end())));
        }
    }

    /** A checksum that begins before the window belongs to the window before. */
    private void keep(@Nullable Proof proof) {
        if (proof == null || proof.extent().start() >= end) {
            return;
        }
        long start = Math.max(from, proof.extent().start());
        Proof part = proof.of(Extent.between(start, proof.extent().end()));
        if (part != null) {
            proofs.put(start, part);
        }
    }
}
