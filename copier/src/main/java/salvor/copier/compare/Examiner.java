package salvor.copier.compare;

import java.lang.foreign.MemorySegment;

/** Looks at one unit after the other. Not thread-safe. */
public interface Examiner extends AutoCloseable {

    /** A unit begins; what the one before found is forgotten. */
    void begin(long unit);

    /**
     * Looks at the front of both memories, a part of the unit. Parts come in ascending order.
     *
     * @param position where they lie, from 0, relative to what is skipped
     * @param length bytes, above 0
     * @return false when no later byte of this unit matters
     */
    boolean look(MemorySegment first, MemorySegment second, long position, int length)
            throws InterruptedException;

    /**
     * Adds what was found in the unit to the answer. Called in the order of the units, never twice
     * at once.
     *
     * @return false when no later unit matters
     */
    boolean publish();

    @Override
    default void close() {}
}
