package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** Checks, whenever a map is saved, that it claims nothing that a power cut now would take away. */
final class CheckedRecord implements RescueRecord {

    private final TroubledDisk disk;
    private final MemoryImage image;
    private final List<Extent> proven = new ArrayList<>();
    private RescueMap saved;

    CheckedRecord(TroubledDisk disk, MemoryImage image) {
        this.disk = disk;
        this.image = image;
        saved = new RescueMap(disk.size());
    }

    /** The map as it was saved last. */
    RescueMap saved() {
        return new RescueMap(saved);
    }

    @Override
    public synchronized void data(Extent extent, int crc32c) {
        proven.add(extent);
    }

    @Override
    public synchronized void zeros(Extent extent) {
        proven.add(extent);
    }

    @Override
    public void save(RescueMap map, Pass pass) {
        byte[] durable = image.durable();
        for (Region region : map.regions()) {
            Extent extent = region.extent();
            if (region.status() == Status.RESCUED) {
                for (long at = extent.start(); at < extent.end(); at++) {
                    assertEquals(disk.at(at), durable[(int) at], "claimed, but not durable: " + at);
                }
            }
        }
        saved = new RescueMap(map);
    }

    /** Every rescued byte must have a checksum. */
    void assertProven(RescueMap map) {
        RescueMap covered = new RescueMap(map.size());
        synchronized (this) {
            proven.forEach(extent -> covered.set(extent, Status.RESCUED));
        }
        for (Region region : map.regions()) {
            if (region.status() == Status.RESCUED) {
                assertEquals(
                        List.of(region),
                        covered.regions(region.extent()),
                        "no checksum for a part");
            }
        }
    }
}
