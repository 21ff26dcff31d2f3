package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * One side of the units of one worker, whose blocks are hashed first, and whose bytes are there
 * where somebody asks for them. Numbers are bytes from the unit's start.
 */
sealed interface BlockSide permits NearBlocks, FarBlocks {

    /** A unit begins. */
    void begin(Unit unit);

    /** Asks for the hashes of the blocks from {@code from} to {@code to}. */
    HashAnswer ask(int from, int to, int block);

    /**
     * Gets the bytes from {@code from} to {@code to} into {@link #buffer}. Called in ascending
     * order.
     *
     * @return up to where they are there; less than {@code to} only where the side ended
     * @throws IOException when the device is gone
     */
    int fetch(int from, int to) throws IOException;

    /** The unit's bytes, as far as they were fetched. */
    MemorySegment buffer();

    /** What could not be read, ascending, as positions. */
    List<Extent> bad();
}
