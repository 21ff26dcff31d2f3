package salvor.copier.rescue;

/**
 * Learns the size of the medium's sectors where it is larger than the device's: when bad runs begin
 * and end on multiples of {@value #PHYSICAL} bytes and nowhere else.
 */
final class SectorLearner {

    static final int PHYSICAL = 4096;

    /** So many edges on a multiple by chance: less than once in 200,000 drives. */
    private static final int EDGES_MIN = 6;

    private int aligned;
    private boolean refuted;

    /** A bad run begins, or ends, exactly at {@code position}. */
    void edge(long position) {
        if (position % PHYSICAL == 0) {
            aligned++;
        } else {
            refuted = true;
        }
    }

    boolean isSure() {
        return !refuted && aligned >= EDGES_MIN;
    }
}
