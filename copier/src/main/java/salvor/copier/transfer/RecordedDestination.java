package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * A destination with the record of what goes there: nothing is put without its proof, and what is
 * filled from an older copy is not made zero.
 */
record RecordedDestination(Destination destination, RescueRecord record) implements Destination {

    @Override
    public String name() {
        return destination.name();
    }

    @Override
    public void put(Chunk chunk) throws IOException {
        try {
            switch (chunk) {
                case Chunk.Data data -> record.data(data.extent(), data.checksum());
                case Chunk.Zeros(Extent extent) -> record.zeros(extent);
            }
        } catch (IOException e) {
            chunk.release();
            throw e;
        }
        destination.put(chunk);
    }

    @Override
    public void zero(Extent extent) throws IOException {
        for (Extent part : record.notFilled(extent)) {
            destination.zero(part);
        }
    }

    @Override
    public List<Extent> force() throws IOException {
        return destination.force();
    }

    @Override
    public void close() throws IOException {
        destination.close();
    }
}
