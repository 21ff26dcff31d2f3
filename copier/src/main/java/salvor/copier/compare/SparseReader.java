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

    /** What lies so many bytes ahead is looked for there, and not from the last data on. */
    private static final long NEAR = 1 << 20;

    private final Device device;
    private final HoleFiller filler;

    /** What the device said last of where data are, and from where on it said so. */
    private Extent data;

    private long asked;

    SparseReader(Device device, HoleFiller filler) {
        this.device = device;
        this.filler = filler;
        data = new Extent(0, device instanceof HashingDevice ? Long.MAX_VALUE : 0);
    }

    /** Whether {@code extent} of the device is nothing but hole. */
    boolean isHole(Extent extent) {
        return extent.end() <= device.size() && dataAfter(extent.start()) >= extent.end();
    }

    /**
     * As {@link Device#read}, into the bytes of {@code memory} from {@code from} to {@code to};
     * those of a hole are the filler's.
     */
    ReadOutcome read(long position, MemorySegment memory, long from, long to) {
        long length = to - from;
        long done = 0;
        while (done < length) {
            long at = position + done;
            long hole = Math.min(dataAfter(at), device.size()) - at;
            if (hole > 0) {
                long count = Math.min(hole, length - done);
                filler.hole(memory, from + done, from + done + count);
                done += count;
                continue;
            }
            long end = data.contains(at) ? Math.min(length, data.end() - position) : length;
            ReadOutcome outcome = device.read(at, memory.asSlice(from + done, end - done));
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
        if (position < asked || position - data.end() >= NEAR) {
            search(position);
        }
        // From where the last data ended, so that who looks ahead and who then reads ask alike;
        // as long as the device gets ahead.
        for (long last = -1; position >= data.end() && data.end() > last; ) {
            last = data.end();
            if (last < device.size()) {
                search(last);
            }
        }
        return Math.max(position, data.start());
    }

    private void search(long position) {
        data = device.nextData(position);
        asked = position;
    }
}
