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
     * Hears of a part of the unit in which both are equal, without seeing it. In one order with
     * what it looks at.
     *
     * @param newlines that it has, where the examination counts lines
     * @param endsLine whether its last byte is one, where the examination counts lines
     */
    void same(long position, int length, int newlines, boolean endsLine);

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
