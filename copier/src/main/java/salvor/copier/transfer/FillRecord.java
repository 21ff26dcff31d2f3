package salvor.copier.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/**
 * What an older copy fills. It is written down when it is durable, never before: no map stands
 * between the companion and who believes it.
 */
final class FillRecord implements RescueRecord {

    private final RescueLog log;
    private final int origin;

    /** Handed over, and perhaps not durable. */
    private final List<Extent> under = new ArrayList<>();

    FillRecord(RescueLog log, int origin) {
        this.log = log;
        this.origin = origin;
    }

    @Override
    public synchronized void data(Extent extent, int crc32c) throws IOException {
        zeros(extent);
    }

    @Override
    public synchronized void zeros(Extent extent) throws IOException {
        log.unfill(extent);
        under.add(extent);
    }

    @Override
    public synchronized void save(RescueMap durable, Pass pass) throws IOException {
        List<Extent> left = new ArrayList<>();
        for (Extent extent : under) {
            for (Region region : durable.regions(extent)) {
                if (region.status() == Status.RESCUED) {
                    log.fill(region.extent(), origin);
                } else {
                    left.add(region.extent());
                }
            }
        }
        under.clear();
        under.addAll(left);
        log.force();
    }

    @Override
    public List<Extent> notFilled(Extent extent) {
        return log.notFilled(extent);
    }
}
