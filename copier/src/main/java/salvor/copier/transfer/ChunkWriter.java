package salvor.copier.transfer;

import java.io.IOException;
import salvor.copier.device.WritableDevice;

/** The one way of bytes into a device, whether they come from here or over a network. */
public record ChunkWriter(WritableDevice device) {

    /**
     * Writes and releases the chunk.
     *
     * @throws ChecksumException when the bytes are not those that were read; none is written
     * @throws IOException when the device does not take them
     */
    public void write(Chunk chunk) throws IOException {
        try {
            switch (chunk) {
                case Chunk.Data data -> {
                    if (Blocks.checksum(data.bytes()) != data.checksum()) {
                        throw new ChecksumException(data.extent());
                    }
                    device.write(data.extent().start(), data.bytes());
                }
                case Chunk.Zeros(var extent) -> device.zero(extent);
            }
        } finally {
            chunk.release();
        }
    }
}
