package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import salvor.copier.device.BufferPool;
import salvor.protocol.message.Extent;

/** One read's worth of bytes on its way to the destination. Who takes a chunk over releases it. */
public sealed interface Chunk {

    Extent extent();

    /** Gives the memory back; after this nobody may look at the chunk's bytes. */
    void release();

    /**
     * A part of it as a chunk of its own.
     *
     * @param extent inside this one's
     */
    Chunk part(Extent extent) throws InterruptedException;

    /**
     * Bytes that are not all zero.
     *
     * @param buffer a buffer of {@code pool}; the first {@code extent.length()} bytes are the
     *     chunk's
     * @param checksum CRC-32C of those bytes, taken when they were read
     */
    record Data(Extent extent, MemorySegment buffer, int checksum, BufferPool pool)
            implements Chunk {

        /** Exactly the chunk's bytes. */
        public MemorySegment bytes() {
            return buffer.asSlice(0, extent.length());
        }

        @Override
        public Chunk part(Extent part) throws InterruptedException {
            MemorySegment copy = pool.take();
            long from = part.start() - extent.start();
            MemorySegment.copy(buffer, from, copy, 0, part.length());
            return of(part, copy, pool);
        }

        @Override
        public void release() {
            pool.release(buffer);
        }
    }

    /** Bytes that were read, or known from a hole, and are all zero; no memory holds them. */
    record Zeros(Extent extent) implements Chunk {

        @Override
        public Chunk part(Extent part) {
            return new Zeros(part);
        }

        @Override
        public void release() {}
    }

    /**
     * What was just read into {@code buffer}; of zeros, the buffer goes back to its pool at once.
     */
    static Chunk of(Extent extent, MemorySegment buffer, BufferPool pool) {
        MemorySegment bytes = buffer.asSlice(0, extent.length());
        if (Blocks.isZero(bytes)) {
            pool.release(buffer);
            return new Zeros(extent);
        }
        return new Data(extent, buffer, Blocks.checksum(bytes), pool);
    }
}
