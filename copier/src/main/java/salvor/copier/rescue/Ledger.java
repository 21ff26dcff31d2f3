package salvor.copier.rescue;

import java.util.TreeSet;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** What was asked for and not yet answered, and what the answers did to the map. */
final class Ledger {

    /** What an answer means for the order of reads. */
    enum Verdict {
        GOOD,
        /** The front came; of the rest nothing is known. */
        SHORT,
        FAILED,
        /** Nothing of use came, though nothing was said to be bad. */
        CUT
    }

    private final RescueMap map;
    private int sector;
    private final TreeSet<Extent> outstanding = new TreeSet<>();

    Ledger(RescueMap map, int sector) {
        this.map = map;
        this.sector = sector;
    }

    RescueMap map() {
        return map;
    }

    int sector() {
        return sector;
    }

    /** From now on the smallest unit to ask for, and to mark. */
    void enlargeSector(int bytes) {
        sector = bytes;
    }

    boolean isIdle() {
        return outstanding.isEmpty();
    }

    Step ask(Extent extent) {
        outstanding.add(extent);
        return new Step.Read(extent);
    }

    /** Marks the map. Bytes that are rescued already stay so. */
    Verdict report(Extent asked, ReadOutcome outcome) {
        if (!outstanding.remove(asked)) {
            throw new IllegalArgumentException("nobody asked for " + asked);
        }
        return switch (outcome) {
            case ReadOutcome.Complete _ -> rescued(asked, Verdict.GOOD);
            case ReadOutcome.Partial partial -> shortRead(asked, partial.bytes());
            case ReadOutcome.Failed _ -> failed(asked);
            case ReadOutcome.End _ ->
                    throw new IllegalArgumentException("the end says nothing of the medium");
        };
    }

    void lost(Extent extent) {
        map.set(extent, Status.NON_TRIED);
    }

    /** {@code extent} widened to whole sectors, and cut at the end of the device. */
    Extent wholeSectors(Extent extent) {
        long end = Math.min(map.size(), -Math.floorDiv(-extent.end(), (long) sector) * sector);
        return Extent.between(extent.start() / sector * sector, end);
    }

    /** The sector that holds the byte at {@code position}. */
    Extent sectorAt(long position) {
        return wholeSectors(new Extent(position, 1));
    }

    private Verdict shortRead(Extent asked, int bytes) {
        if (bytes >= asked.length()) {
            return rescued(asked, Verdict.GOOD);
        }
        long whole = bytes / sector * (long) sector;
        if (whole == 0) {
            // Less than a sector came: asking again would give the same for ever.
            failed(asked);
            return asked.length() <= sector ? Verdict.FAILED : Verdict.CUT;
        }
        return rescued(new Extent(asked.start(), whole), Verdict.SHORT);
    }

    private Verdict rescued(Extent extent, Verdict verdict) {
        map.set(extent, Status.RESCUED);
        return verdict;
    }

    private Verdict failed(Extent asked) {
        Status status = asked.length() <= sector ? Status.BAD : Status.NON_TRIMMED;
        for (Region region : map.regions(asked)) {
            if (region.status().compareTo(status) < 0) {
                map.set(region.extent(), status);
            }
        }
        return Verdict.FAILED;
    }
}
