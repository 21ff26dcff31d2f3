package salvor.copier.compare;

import salvor.protocol.message.Extent;

/** Hears how a comparison goes. Never called twice at once. */
public interface ComparisonListener {

    /**
     * An area could not be read, and was passed over. Areas come in the order of where they begin,
     * each whole.
     *
     * @param second whether it is the second side
     * @param area relative to what is skipped
     */
    void unreadable(boolean second, Extent area);

    /** All before {@code position} is compared. */
    default void reached(long position) {}
}
