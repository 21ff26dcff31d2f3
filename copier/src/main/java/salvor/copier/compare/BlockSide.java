package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * One side of the units of one worker, whose blocks are hashed first, and whose bytes are there
 * where somebody asks for them. A unit is gone through in rows, of which one is in memory; numbers
 * are bytes from the row's start.
 */
sealed interface BlockSide permits NearBlocks, FarBlocks {

    /**
     * A unit is to begin after those that were announced before it. What is far away is asked for
     * its hashes now, and hashes ahead.
     */
    void announce(Unit unit);

    /** The unit that was announced first begins. */
    void begin(Unit unit);

    /** Goes on to a row of the unit, the bytes of it from {@code from} to {@code to}. */
    void row(int from, int to);

    /** Asks for the hashes of the row, in blocks as they were announced. */
    HashAnswer ask();

    /** Asks for the hashes of a part of the row once more, in other blocks. */
    HashAnswer ask(int from, int to, int block);

    /**
     * Gets the bytes from {@code from} to {@code to} into {@link #buffer}. Called in ascending
     * order.
     *
     * @return up to where they are there; less than {@code to} only where the side ended
     * @throws IOException when the device is gone
     */
    int fetch(int from, int to) throws IOException;

    /** The row's bytes, as far as they were fetched. */
    MemorySegment buffer();

    /** What could not be read of the unit so far, ascending, as positions. */
    List<Extent> bad();
}
