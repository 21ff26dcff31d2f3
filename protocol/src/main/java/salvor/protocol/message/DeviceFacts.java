package salvor.protocol.message;

/**
 * What one side tells the other about a device: its measures and its identity. Sizes are bytes; a
 * text is empty where it is not known.
 *
 * @param size 0 or more
 * @param logicalSector 1 or more
 * @param physicalSector 1 or more; what fails, fails in this unit
 * @param alignment 1 or more; reads start and end on multiples of it
 * @param optimalRead 1 or more
 * @param partitionStart where a partition begins on its disk; 0 for anything else
 */
public record DeviceFacts(
        long size,
        int logicalSector,
        int physicalSector,
        int alignment,
        int optimalRead,
        String model,
        String serial,
        String unique,
        long partitionStart) {}
