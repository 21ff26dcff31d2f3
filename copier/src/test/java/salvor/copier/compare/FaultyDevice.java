package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/**
 * Bytes in memory, some of which cannot be read: a read that begins in such an extent fails, one
 * that reaches it is short.
 */
final class FaultyDevice implements Device {

    static final int SECTOR = 512;

    private final byte[] bytes;
    private final List<Extent> faults;
    private final ErrorClass kind;

    FaultyDevice(byte[] bytes, List<Extent> faults, ErrorClass kind) {
        this.bytes = bytes;
        this.faults = faults;
        this.kind = kind;
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Geometry geometry() {
        return new Geometry(bytes.length, SECTOR, SECTOR, 1, 1 << 20);
    }

    @Override
    public Identity identity() {
        return Identity.ofSize(bytes.length);
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        long end = Math.min(bytes.length, position + into.byteSize());
        for (Extent fault : faults) {
            if (fault.contains(position)) {
                return new ReadOutcome.Failed(kind, Errno.EIO);
            }
            if (fault.start() > position) {
                end = Math.min(end, fault.start());
            }
        }
        if (end <= position) {
            return new ReadOutcome.End();
        }
        int count = (int) (end - position);
        MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, count);
        return count == into.byteSize()
                ? new ReadOutcome.Complete(count)
                : new ReadOutcome.Partial(count);
    }

    @Override
    public void close() {}
}
