package salvor.copier.compare;

/** Hears of runs of differing sectors, ascending. */
public interface RunListener {

    /**
     * A run is complete.
     *
     * @param first position of the first differing byte, from 0
     * @param last position of the last differing byte
     * @param bytes how many differ
     */
    void run(long first, long last, long bytes);
}
