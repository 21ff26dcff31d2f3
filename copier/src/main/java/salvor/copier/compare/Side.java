package salvor.copier.compare;

import java.util.function.Supplier;
import salvor.copier.device.Device;

/**
 * One of the two things that are compared.
 *
 * @param device what healthy areas are read from
 * @param suspect gives what is read where that failed: the same bytes, sector by sector; asked for
 *     only then, by each worker
 * @param start bytes skipped
 */
public record Side(Device device, Supplier<Device> suspect, long start) {

    /** A side that is read the same way everywhere. */
    public static Side of(Device device, long start) {
        return new Side(device, () -> device, start);
    }
}
