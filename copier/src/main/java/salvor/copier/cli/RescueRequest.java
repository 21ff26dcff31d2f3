package salvor.copier.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.Limits;

/**
 * What a person asked {@code salvor rescue} for, as written.
 *
 * @param mapFile null for the default
 * @param logReads null for none
 */
record RescueRequest(
        String source,
        String destination,
        @Nullable String mapFile,
        RescueCommand.PolicyKind policy,
        Reading reading,
        CopyOptions copies,
        boolean force,
        Limits limits,
        Duration waitForDevice,
        @Nullable String logReads,
        LinkOptions link) {

    /**
     * How to read.
     *
     * @param sectorSize bytes; 0 to ask the device
     * @param clusterSectors as {@link RescueOptions#clusterSectors}
     * @param retryPasses as {@link RescueOptions#retryPasses}
     */
    record Reading(
            int sectorSize,
            int clusterSectors,
            int retryPasses,
            boolean reverse,
            boolean noScrape,
            boolean exhaustive) {

        /**
         * For a device.
         *
         * @param logicalSector bytes of its smallest read
         * @throws Refusal when what was asked for is impossible
         */
        RescueOptions on(int logicalSector) {
            int sector = sectorSize == 0 ? logicalSector : sectorSize;
            if (sector % logicalSector != 0) {
                throw new Refusal(
                        "--sector-size "
                                + sector
                                + ": the device reads in units of "
                                + logicalSector);
            }
            int clusterMax = RescueOptions.CLUSTER_BYTES_MAX / sector;
            if (clusterSectors > clusterMax) {
                throw new Refusal(
                        "--cluster-size "
                                + clusterSectors
                                + ": is more than is read at once; write at most "
                                + clusterMax);
            }
            try {
                return new RescueOptions(
                        sector, clusterSectors, retryPasses, reverse, noScrape, exhaustive);
            } catch (IllegalArgumentException e) {
                throw new Refusal(e.getMessage() + "; see salvor rescue --help");
            }
        }
    }
}
