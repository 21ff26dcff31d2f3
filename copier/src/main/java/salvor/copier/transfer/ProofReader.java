package salvor.copier.transfer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.map.Proof;
import salvor.protocol.message.Extent;

/** Reads what proofs speak of again, to see whether it is still so. Not thread-safe. */
final class ProofReader implements AutoCloseable {

    private static final int ZEROS_BYTES = 1 << 20;

    private final Device device;
    private final Arena arena = Arena.ofShared();
    private MemorySegment buffer = MemorySegment.NULL;

    ProofReader(Device device) {
        this.device = device;
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
     * zeros, holes are believed, and at most the first MiB after them is read.
     */
    boolean holds(Proof proof) {
        return switch (proof) {
            case Proof.Checksum checksum -> compare(checksum) == Comparison.SAME;
            case Proof.Zeros(Extent extent, int _) -> {
                Extent data = device.nextData(extent.start()).intersect(extent);
                Extent some = new Extent(data.start(), Math.min(data.length(), ZEROS_BYTES));
                MemorySegment bytes = read(some);
                yield bytes.byteSize() == some.length() && Blocks.isZero(bytes);
            }
        };
    }

    /** Compares the device's bytes with a checksum. */
    Comparison compare(Proof.Checksum proof) {
        MemorySegment bytes = read(proof.extent());
        if (bytes.byteSize() < proof.extent().length()) {
            return Comparison.UNREADABLE;
        }
        return Blocks.checksum(bytes) == proof.crc32c() ? Comparison.SAME : Comparison.DIFFERENT;
    }

    /** The bytes of {@code extent}, or fewer where the device does not give them. */
    private MemorySegment read(Extent extent) {
        int alignment = device.geometry().alignment();
        long start = extent.start() / alignment * alignment;
        long length = (extent.end() - start + alignment - 1) / alignment * alignment;
        if (buffer.byteSize() < length) {
            buffer =
                    arena.allocate(
                            Math.max(length, ZEROS_BYTES + 2L * alignment), BufferPool.ALIGNMENT);
        }
        long done = 0;
        for (int bytes = 1; bytes > 0 && done < length && done % alignment == 0; done += bytes) {
            bytes = device.read(start + done, buffer.asSlice(done, length - done)).bytes();
        }
        long skip = extent.start() - start;
        return buffer.asSlice(Math.min(skip, done), Math.clamp(done - skip, 0, extent.length()));
    }

    @Override
    public void close() {
        arena.close();
    }
}
