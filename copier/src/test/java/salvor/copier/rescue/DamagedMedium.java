package salvor.copier.rescue;

import java.util.List;
import java.util.Random;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Random damage in whole sectors, and what reads of it give: the truth of a property test. */
final class DamagedMedium {

    private final int sector;
    private final boolean shortCounts;

    /** RESCUED: readable. BAD: not. */
    private final RescueMap truth;

    DamagedMedium(Random random, long size, int sector) {
        this.sector = sector;
        shortCounts = random.nextInt(4) == 0;
        truth = new RescueMap(size);
        truth.set(new Extent(0, size), Status.RESCUED);
        long sectors = Math.ceilDiv(size, sector);
        int runMax = 1 << random.nextInt(8);
        for (int i = random.nextInt(20); i > 0; i--) {
            long start = random.nextLong(sectors) * sector;
            long end = Math.min(size, start + (1 + random.nextInt(runMax)) * (long) sector);
            truth.set(Extent.between(start, end), Status.BAD);
        }
    }

    RescueMap truth() {
        return truth;
    }

    /** A map that some rescue may have left: anything but a bad mark on a readable sector. */
    RescueMap earlierMap(Random random) {
        RescueMap map = new RescueMap(truth.size());
        Status[] statuses = Status.values();
        for (int i = random.nextInt(8); i > 0; i--) {
            long start = random.nextLong(map.size());
            Extent extent = new Extent(start, random.nextLong(map.size() - start) + 1);
            Status status = statuses[random.nextInt(statuses.length)];
            if (status != Status.BAD || truth.regions(extent).equals(badOnly(extent))) {
                map.set(extent, status);
            }
        }
        return map;
    }

    ReadOutcome read(Random random, Extent asked) {
        long good = 0;
        for (Region region : truth.regions(asked)) {
            if (region.status() == Status.BAD) {
                break;
            }
            good += region.extent().length();
        }
        if (good == asked.length()) {
            boolean cut = shortCounts && good > sector && random.nextInt(8) == 0;
            return cut
                    ? new ReadOutcome.Partial(1 + random.nextInt((int) good - 1))
                    : new ReadOutcome.Complete((int) good);
        }
        return shortCounts && good > 0
                ? new ReadOutcome.Partial((int) good)
                : new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.ENODATA);
    }

    private List<Region> badOnly(Extent extent) {
        return List.of(new Region(extent, Status.BAD));
    }
}
