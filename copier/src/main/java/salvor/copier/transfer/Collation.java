package salvor.copier.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/**
 * A destination that writes nothing: it compares what a mirror gives with what was rescued, sector
 * by sector.
 */
final class Collation implements Destination {

    /** Differences are counted in the smallest sectors there are. */
    static final int SECTOR = 512;

    private final Device image;
    private final ExtentReader reader;
    private final Consumer<Extent> onDifference;
    private Extent run = new Extent(0, 0);
    private long alike;
    private long different;

    /**
     * @param image what was rescued; closed with this
     * @param onDifference takes runs of sectors that are not the same; they do not overlap
     */
    Collation(Device image, Consumer<Extent> onDifference) {
        this.image = image;
        this.onDifference = onDifference;
        reader = new ExtentReader(image);
    }

    /** Sectors that are the same and not all zero: those say nothing. */
    synchronized long alike() {
        return alike;
    }

    /** Sectors that are not the same. */
    synchronized long different() {
        return different;
    }

    @Override
    public String name() {
        return image.name();
    }

    @Override
    public synchronized void put(Chunk chunk) throws IOException {
        try {
            Extent extent = chunk.extent();
            MemorySegment here = reader.read(extent);
            if (here.byteSize() < extent.length()) {
                throw new IOException(
                        name()
                                + ": bytes "
                                + extent.start()
                                + " to "
                                + extent.end()
                                + " cannot be read back to be compared; copy to a healthy disk");
            }
            compare(chunk, here);
        } finally {
            chunk.release();
        }
    }

    private void compare(Chunk chunk, MemorySegment here) {
        long start = chunk.extent().start();
        for (long at = 0; at < here.byteSize(); at += SECTOR - (start + at) % SECTOR) {
            long end = Math.min(here.byteSize(), at + SECTOR - (start + at) % SECTOR);
            MemorySegment sector = here.asSlice(at, end - at);
            if (isSame(chunk, at, sector)) {
                alike += Blocks.isZero(sector) ? 0 : 1;
            } else {
                different++;
                add(Extent.between(start + at, start + end));
            }
        }
    }

    private static boolean isSame(Chunk chunk, long at, MemorySegment sector) {
        return switch (chunk) {
            case Chunk.Data data ->
                    data.bytes().asSlice(at, sector.byteSize()).mismatch(sector) < 0;
            case Chunk.Zeros _ -> Blocks.isZero(sector);
        };
    }

    private void add(Extent sector) {
        if (run.end() == sector.start() && !run.isEmpty()) {
            run = Extent.between(run.start(), sector.end());
        } else {
            tell();
            run = sector;
        }
    }

    private void tell() {
        if (!run.isEmpty()) {
            onDifference.accept(run);
        }
    }

    @Override
    public List<Extent> force() {
        return List.of();
    }

    @Override
    public void zero(Extent extent) {}

    @Override
    public synchronized void close() {
        tell();
        reader.close();
        image.close();
    }
}
