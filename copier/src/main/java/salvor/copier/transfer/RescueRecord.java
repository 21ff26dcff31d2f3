package salvor.copier.transfer;

import java.io.IOException;
import salvor.copier.map.RescueMap;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** What a rescue writes down beside the data: the map, and the checksums of what was rescued. */
public interface RescueRecord {

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
}
