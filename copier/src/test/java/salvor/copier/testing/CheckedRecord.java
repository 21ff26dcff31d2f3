package salvor.copier.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Pass;
import salvor.copier.transfer.RescueRecord;
import salvor.protocol.message.Extent;

/** Checks, whenever a map is saved, that it claims nothing that a power cut now would take away. */
public final class CheckedRecord implements RescueRecord {

    /** The bytes that a power cut now would leave at the destination. */
    @FunctionalInterface
    public interface Durable {
        byte[] bytes() throws IOException;
    }

    private final TroubledDisk disk;
    private final Durable image;
    private final List<Extent> proven = new ArrayList<>();
    private RescueMap saved;

    public CheckedRecord(TroubledDisk disk, Durable image) {
        this.disk = disk;
        this.image = image;
        saved = new RescueMap(disk.size());
    }

    /** The map as it was saved last. */
    public RescueMap saved() {
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
    public void save(RescueMap map, Pass pass) throws IOException {
        byte[] durable = image.bytes();
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

    /**
     * The map must be the truth, with a proof of every rescued byte.
     *
     * @param deducing whether it may call more hopeless than is, without having asked
     * @return what must be in the image
     */
    public byte[] assertFinished(boolean deducing) {
        RescueMap expected = disk.truth();
        for (Region region : saved.regions()) {
            if (deducing && region.status() == Status.NON_SCRAPED) {
                expected.set(region.extent(), Status.NON_SCRAPED);
            }
        }
        assertEquals(expected.regions(), saved.regions());
        assertProven(saved);
        return disk.image(expected);
    }

    private void assertProven(RescueMap map) {
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
