package salvor.copier.compare;

import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/** A device whose bytes are far away, and that hashes its blocks where they are. */
public interface HashingDevice extends Device {

    /**
     * Asks for the hashes of the blocks of {@code extent}, and does not wait for them.
     *
     * @param extent at most {@link salvor.protocol.codec.Wire#MAX_HASHES} blocks
     * @param block bytes of a block, except that the last may be shorter
     */
    HashAnswer hash(Extent extent, int block, HashKey key);
}
