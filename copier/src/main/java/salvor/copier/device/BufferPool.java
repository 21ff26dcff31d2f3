package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of equal buffers in native memory, aligned for direct reads. Their number bounds
 * what is on its way at any time.
 */
public final class BufferPool implements AutoCloseable {

    /** Enough for every device's direct I/O: a page. */
    public static final int ALIGNMENT = 4096;

    /**
     * Never closed: a read that hangs in the kernel may fill its buffer after everything has ended.
     */
    private final Arena arena = Arena.ofAuto();

    /** The last one given back is the first taken again: it may still be in the cache. */
    private final LinkedBlockingDeque<MemorySegment> free;

    private final int bufferSize;

    /**
     * @param count buffers, 1 or more
     * @param bufferSize bytes of each, a multiple of {@link #ALIGNMENT}
     */
    public BufferPool(int count, int bufferSize) {
        if (bufferSize <= 0 || bufferSize % ALIGNMENT != 0) {
            throw new IllegalArgumentException("not a buffer size: " + bufferSize);
        }
        this.bufferSize = bufferSize;
        free = new LinkedBlockingDeque<>(count);
        for (int i = 0; i < count; i++) {
            free.add(arena.allocate(bufferSize, ALIGNMENT));
        }
    }

    public int bufferSize() {
        return bufferSize;
    }

    /** Takes a buffer; waits until one is free. Its content is undefined. */
    public MemorySegment take() throws InterruptedException {
        return free.takeFirst();
    }

    /** Takes a buffer, or gives null when none is free. Its content is undefined. */
    public @Nullable MemorySegment poll() {
        return free.pollFirst();
    }

    /** Gives a buffer back that {@link #take} gave out. */
    public void release(MemorySegment buffer) {
        if (!free.offerFirst(buffer)) {
            throw new IllegalStateException("a buffer was released twice");
        }
    }

    /** Forgets the free buffers; one that somebody still has lives until they let it go. */
    @Override
    public void close() {
        free.clear();
    }
}
