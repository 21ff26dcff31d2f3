package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import salvor.copier.map.RescueMap;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** What a rescue writes down beside the data: the map, and the checksums of what was rescued. */
public interface RescueRecord {

    /** For what goes nowhere. */
    RescueRecord NONE =
            new RescueRecord() {
                @Override
                public void data(Extent extent, int crc32c) {}

                @Override
                public void zeros(Extent extent) {}

                @Override
                public void save(RescueMap map, Pass pass) {}
            };

    /**
     * Remembers the checksum of bytes on their way to the destination; may come from several
     * threads.
     */
    void data(Extent extent, int crc32c) throws IOException;

    /** Remembers bytes on their way to the destination that are all zero. */
    void zeros(Extent extent) throws IOException;

    /**
     * Makes the checksums so far durable, then the map. Called only when every byte that {@code
     * map} calls rescued is durable at the destination.
     */
    void save(RescueMap map, Pass pass) throws IOException;

    /** The parts of {@code extent} that are not filled from an older copy. */
    default List<Extent> notFilled(Extent extent) {
        return List.of(extent);
    }
}
