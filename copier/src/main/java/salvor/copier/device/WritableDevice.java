package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.Extent;

/** A device that can be written: only ever a destination, never a source. */
public interface WritableDevice extends Device {

    /**
     * Writes all of {@code from} at {@code position}.
     *
     * @throws DeviceException with the errno, when not everything could be written
     */
    void write(long position, MemorySegment from) throws DeviceException;

    /**
     * Makes every byte of {@code extent} read as zero, with a hole where the device can hold one.
     *
     * @throws DeviceException with the errno
     */
    void zero(Extent extent) throws DeviceException;

    /**
     * Returns when everything written before is durable.
     *
     * @throws DeviceException with the errno; what was written since the last force is then in
     *     doubt
     */
    void force() throws DeviceException;
}
