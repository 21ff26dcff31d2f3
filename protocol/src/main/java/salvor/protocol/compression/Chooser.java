package salvor.protocol.compression;

/**
 * Decides block by block whether to pack.
 *
 * <p>Packing pays when the link, not the packing, is what the transfer waits for. So with {@link
 * Compression#AUTO} nothing is packed until the link was measured and found slower than a packer's
 * rate. Then blocks are packed as long as the last ones became clearly shorter; otherwise one in
 * {@link #SAMPLE} is tried, for a disk is not the same everywhere. Thread-safe.
 */
public final class Chooser {

    /** Bytes a second; packing costs about 0.6 GB/s of one core on real data. */
    static final double FAST_LINK = 200e6;

    /** A block whose packed form is longer than this part of it was not worth the work. */
    static final double WORTH = 0.9;

    static final int SAMPLE = 32;

    private static final double WEIGHT = 0.25;

    private final Compression wish;
    private double ratio = WORTH;
    private double linkRate = Double.POSITIVE_INFINITY;
    private int sinceSample;

    public Chooser(Compression wish) {
        this.wish = wish;
    }

    /** Whether to try to pack the next block. */
    public synchronized boolean next() {
        return switch (wish) {
            case OFF -> false;
            case LZ4 -> true;
            case AUTO -> linkRate < FAST_LINK && (ratio < WORTH || isSample());
        };
    }

    private boolean isSample() {
        sinceSample = (sinceSample + 1) % SAMPLE;
        return sinceSample == 1;
    }

    /** What packing a block gave. */
    public synchronized void packed(int rawLength, int packedLength) {
        ratio += WEIGHT * ((double) packedLength / rawLength - ratio);
    }

    /**
     * How fast the link took what it was given while the sender had to wait for it.
     *
     * @param bytesPerSecond on the wire; infinite where the sender did not wait
     */
    public synchronized void linkRate(double bytesPerSecond) {
        linkRate = bytesPerSecond;
    }
}
