package salvor.copier.device;

/**
 * The measures of a device.
 *
 * @param size bytes
 * @param logicalSector bytes, a power of two, 512 or more on a disk, 1 on a file
 * @param physicalSector bytes, a multiple of the logical sector; what fails, fails in this unit
 * @param alignment bytes; reads and their memory start and end on multiples of it. 1: anywhere
 * @param optimalRead bytes; the read size that gives its full rate
 */
public record Geometry(
        long size, int logicalSector, int physicalSector, int alignment, int optimalRead) {}
