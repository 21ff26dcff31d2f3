package salvor.copier.compare;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.HoleMemory;
import salvor.copier.map.RescueMap;

/**
 * One of the two things that are compared.
 *
 * @param device what healthy areas are read from
 * @param suspect gives what is read where that failed: the same bytes, sector by sector; asked for
 *     only then, by each worker
 * @param start bytes skipped
 * @param map what a rescue could read of it, in bytes of the device; what is not rescued is left
 *     out. Null when all of it counts
 */
public record Side(Device device, Supplier<Device> suspect, long start, @Nullable RescueMap map) {

    /** Whether its bytes would have to travel. */
    boolean isFar() {
        return device instanceof HashingDevice;
    }

    /** The same, looking for each hole only once; a far one's server does that. */
    Side remembering() {
        return isFar() ? this : new Side(new HoleMemory(device), suspect, start, map);
    }

    /** A side that is read the same way everywhere. */
    public static Side of(Device device, long start) {
        return new Side(device, () -> device, start, null);
    }
}
