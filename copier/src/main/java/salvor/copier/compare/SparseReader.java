package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import salvor.copier.device.Device;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/**
 * Reads a device without reading its holes. Where the device is far away, its own server does that.
 * Not thread-safe.
 */
final class SparseReader {

    private final Device device;

    /** What the device said last of where data are, and from where on it said so. */
    private Extent data;

    private long asked;

    SparseReader(Device device) {
        this.device = device;
        data = new Extent(0, device instanceof HashingDevice ? Long.MAX_VALUE : 0);
    }

    /** Whether {@code extent} of the device is nothing but hole. */
    boolean isHole(Extent extent) {
        return extent.end() <= device.size() && dataAfter(extent.start()) >= extent.end();
    }

    /** As {@link Device#read}; what is a hole is made zero. */
    ReadOutcome read(long position, MemorySegment into) {
        long length = into.byteSize();
        long done = 0;
        while (done < length) {
            long at = position + done;
            long hole = Math.min(dataAfter(at), device.size()) - at;
            if (hole > 0) {
                long count = Math.min(hole, length - done);
                into.asSlice(done, count).fill((byte) 0);
                done += count;
                continue;
            }
            long end = data.contains(at) ? Math.min(length, data.end() - position) : length;
            ReadOutcome outcome = device.read(at, into.asSlice(done, end - done));
            if (outcome.bytes() < end - done) {
                done += outcome.bytes();
                return done == 0 ? outcome : new ReadOutcome.Partial((int) done);
            }
            done = end;
        }
        return new ReadOutcome.Complete((int) done);
    }

    /** Where the first byte at or after {@code position} is that may not be zero. */
    private long dataAfter(long position) {
        if (position < asked || position >= data.end()) {
            data = device.nextData(position);
            asked = position;
        }
        return Math.max(position, data.start());
    }
}
