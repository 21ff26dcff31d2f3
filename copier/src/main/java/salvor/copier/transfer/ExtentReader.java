package salvor.copier.transfer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/** Reads any bytes, also of a device that asks for aligned reads. Not thread-safe. */
final class ExtentReader implements AutoCloseable {

    private static final int BUFFER_MIN = 1 << 20;

    private final Device device;
    private final Arena arena = Arena.ofShared();
    private MemorySegment buffer = MemorySegment.NULL;

    ExtentReader(Device device) {
        this.device = device;
    }

    /** The bytes of {@code extent}, or fewer where the device does not give them. */
    MemorySegment read(Extent extent) {
        int alignment = device.geometry().alignment();
        long start = extent.start() / alignment * alignment;
        long length = (extent.end() - start + alignment - 1) / alignment * alignment;
        if (buffer.byteSize() < length) {
            buffer =
                    arena.allocate(
                            Math.max(length, BUFFER_MIN + 2L * alignment), BufferPool.ALIGNMENT);
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
