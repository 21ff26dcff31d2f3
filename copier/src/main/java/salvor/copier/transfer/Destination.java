package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * Where chunks go. {@link #put} may come from several threads; {@link #force} from one more, at the
 * same time.
 */
public interface Destination extends AutoCloseable {

    /** The name a person knows it by. */
    String name();

    /**
     * Hands a chunk over; returns as soon as there is room for it in the window, long before it is
     * written. The destination checks the checksum where it writes, and releases the chunk.
     *
     * @throws IOException when the destination has failed for good (full, gone, refused), now or
     *     earlier; the chunk is released all the same
     */
    void put(Chunk chunk) throws IOException;

    /**
     * Returns when everything handed over before this call is durable, except what is named in the
     * answer.
     *
     * @return extents handed over since the last force that did not arrive (a server restarted):
     *     they must be read again. Normally empty
     * @throws IOException when the destination has failed for good; nothing since the last force
     *     counts
     */
    List<Extent> force() throws IOException;

    /**
     * Makes {@code extent} read as zero: nothing could be read there, and no old data may shine
     * through. In order with {@link #put}.
     */
    void zero(Extent extent) throws IOException;

    @Override
    void close() throws IOException;
}
