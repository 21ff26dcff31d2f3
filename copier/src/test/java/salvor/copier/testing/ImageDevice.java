package salvor.copier.testing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/** A disk in memory that counts what is read of it and fails where it is told to. */
public final class ImageDevice implements Device {

    private final String name;
    private final byte[] bytes;
    private final Identity identity;
    private final List<Extent> bad = new ArrayList<>();
    private final AtomicLong bytesRead = new AtomicLong();

    /** The array itself is the disk: what is changed in it changes on the disk. */
    public ImageDevice(String name, byte[] bytes) {
        this(name, bytes, Identity.ofSize(bytes.length));
    }

    /** The same, with an identity. */
    public ImageDevice(String name, byte[] bytes, Identity identity) {
        this.name = name;
        this.bytes = bytes;
        this.identity = identity;
    }

    /** Reads that touch {@code extent} fail whole. */
    public ImageDevice fail(Extent extent) {
        bad.add(extent);
        return this;
    }

    /** Bytes that reads have given, in all. */
    public long bytesRead() {
        return bytesRead.get();
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Geometry geometry() {
        return new Geometry(bytes.length, 512, 512, 512, 1 << 20);
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        if (position % 512 != 0 || into.byteSize() % 512 != 0) {
            return new ReadOutcome.Failed(Errno.kind(Errno.EINVAL), Errno.EINVAL);
        }
        if (position >= bytes.length) {
            return new ReadOutcome.End();
        }
        int count = (int) Math.min(into.byteSize(), bytes.length - position);
        Extent asked = new Extent(position, count);
        if (bad.stream().anyMatch(asked::overlaps)) {
            return new ReadOutcome.Failed(Errno.kind(Errno.ENODATA), Errno.ENODATA);
        }
        MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, count);
        bytesRead.addAndGet(count);
        return count == into.byteSize()
                ? new ReadOutcome.Complete(count)
                : new ReadOutcome.Partial(count);
    }

    @Override
    public void close() {}
}
