package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import salvor.copier.device.Device;
import salvor.copier.map.Proof;
import salvor.protocol.message.Extent;

/** Reads what proofs speak of again, to see whether it is still so. Not thread-safe. */
final class ProofReader implements AutoCloseable {

    private static final int ZEROS_BYTES = 1 << 20;

    private final Device device;
    private final ExtentReader reader;

    ProofReader(Device device) {
        this.device = device;
        reader = new ExtentReader(device);
    }

    /** What a look at some bytes gave. */
    enum Comparison {
        SAME,
        DIFFERENT,
        UNREADABLE
    }

    /** The device's. */
    String name() {
        return device.name();
    }

    /**
     * Whether the device's bytes are those that were proven; not, too, when they cannot be read. Of
     * zeros, holes are believed, and at most the first MiB after them is read. What is filled has
     * no proof.
     */
    boolean holds(Proof proof) {
        return switch (proof) {
            case Proof.Checksum checksum -> compare(checksum) == Comparison.SAME;
            case Proof.Zeros(Extent extent, int _) -> {
                Extent data = device.nextData(extent.start()).intersect(extent);
                Extent some = new Extent(data.start(), Math.min(data.length(), ZEROS_BYTES));
                MemorySegment bytes = reader.read(some);
                yield bytes.byteSize() == some.length() && Blocks.isZero(bytes);
            }
            case Proof.Filled _ -> true;
        };
    }

    /** As {@link #holds}, but of zeros too every byte is read. */
    boolean holdsWhole(Proof proof) {
        if (!(proof instanceof Proof.Zeros(Extent extent, int _))) {
            return holds(proof);
        }
        for (long at = extent.start(); at < extent.end(); at += ZEROS_BYTES) {
            Extent piece = new Extent(at, Math.min(ZEROS_BYTES, extent.end() - at));
            if (!holds(new Proof.Zeros(piece, proof.origin()))) {
                return false;
            }
        }
        return true;
    }

    /** Compares the device's bytes with a checksum. */
    Comparison compare(Proof.Checksum proof) {
        MemorySegment bytes = reader.read(proof.extent());
        if (bytes.byteSize() < proof.extent().length()) {
            return Comparison.UNREADABLE;
        }
        return Blocks.checksum(bytes) == proof.crc32c() ? Comparison.SAME : Comparison.DIFFERENT;
    }

    @Override
    public void close() {
        reader.close();
    }
}
