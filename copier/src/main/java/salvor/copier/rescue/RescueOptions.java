package salvor.copier.rescue;

/**
 * What a person asked of a rescue.
 *
 * @param sectorSize bytes, a power of two: the smallest read, and so the unit of the map
 * @param clusterSectors sectors a read in undamaged areas; {@link #CHOSEN}: the policy chooses
 * @param retryPasses passes over bad sectors, 0 or more; {@link #AUTO}: as long as they gain
 *     something
 * @param reverse start from the end
 * @param noScrape leave the insides of bad areas for later
 * @param exhaustive ask for every sector, also where it was deduced that none can be read
 */
public record RescueOptions(
        int sectorSize,
        int clusterSectors,
        int retryPasses,
        boolean reverse,
        boolean noScrape,
        boolean exhaustive) {

    public static final int CHOSEN = 0;
    public static final int AUTO = -1;

    /** The largest read that may be asked for, in bytes: what every engine has buffers for. */
    public static final int CLUSTER_BYTES_MAX = 1 << 20;

    public RescueOptions {
        if (sectorSize <= 0
                || Integer.bitCount(sectorSize) != 1
                || sectorSize > CLUSTER_BYTES_MAX) {
            throw new IllegalArgumentException("not a sector size: " + sectorSize);
        }
        if (clusterSectors < 0 || clusterSectors > CLUSTER_BYTES_MAX / sectorSize) {
            throw new IllegalArgumentException("not a cluster size: " + clusterSectors);
        }
        if (retryPasses < AUTO) {
            throw new IllegalArgumentException("not a number of passes: " + retryPasses);
        }
    }

    /** The defaults of the command line. */
    public static RescueOptions of(int sectorSize) {
        return new RescueOptions(sectorSize, CHOSEN, AUTO, false, false, false);
    }

    /** Only what is easy to have: neither the insides of bad areas nor a second try. */
    public RescueOptions easy() {
        return withNoScrape(true).withRetryPasses(0).withExhaustive(false);
    }

    public RescueOptions withCluster(int sectors) {
        return new RescueOptions(sectorSize, sectors, retryPasses, reverse, noScrape, exhaustive);
    }

    public RescueOptions withRetryPasses(int passes) {
        return new RescueOptions(sectorSize, clusterSectors, passes, reverse, noScrape, exhaustive);
    }

    public RescueOptions withReverse(boolean on) {
        return new RescueOptions(sectorSize, clusterSectors, retryPasses, on, noScrape, exhaustive);
    }

    public RescueOptions withNoScrape(boolean on) {
        return new RescueOptions(sectorSize, clusterSectors, retryPasses, reverse, on, exhaustive);
    }

    public RescueOptions withExhaustive(boolean on) {
        return new RescueOptions(sectorSize, clusterSectors, retryPasses, reverse, noScrape, on);
    }
}
