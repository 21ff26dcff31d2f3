package salvor.copier.compare;

import salvor.protocol.message.Extent;

/** Hears of areas that could not be read. */
public interface AreaListener {

    /**
     * Called in ascending order for each side, once for each area.
     *
     * @param second whether it is the second side
     * @param area relative to what is skipped
     */
    void unreadable(boolean second, Extent area);
}
