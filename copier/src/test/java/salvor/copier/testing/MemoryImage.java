package salvor.copier.testing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.device.WritableDevice;
import salvor.protocol.message.Extent;

/** A destination in memory that knows what a power cut would leave: what was forced. */
public final class MemoryImage implements WritableDevice {

    private final byte[] written;
    private final byte[] durable;
    private long room = Long.MAX_VALUE;

    /** Full of old data, which must not shine through. */
    public MemoryImage(int size) {
        written = new byte[size];
        Arrays.fill(written, (byte) 0xEE);
        durable = written.clone();
    }

    /** After so many more bytes the disk is full. */
    public void fullAfter(long bytes) {
        room = bytes;
    }

    /** What is there now; a power cut may take it back. */
    public synchronized byte[] written() {
        return written.clone();
    }

    /** The same as a disk that can be read. */
    public Device reader() {
        return new ImageDevice("image", written);
    }

    public synchronized byte[] durable() {
        return durable.clone();
    }

    @Override
    public synchronized void write(long position, MemorySegment from) throws DeviceException {
        room -= from.byteSize();
        if (room < 0) {
            throw new DeviceException(name(), Errno.ENOSPC);
        }
        MemorySegment.copy(
                from,
                ValueLayout.JAVA_BYTE,
                0,
                written,
                Math.toIntExact(position),
                (int) from.byteSize());
    }

    @Override
    public synchronized void zero(Extent extent) {
        Arrays.fill(written, (int) extent.start(), (int) extent.end(), (byte) 0);
    }

    @Override
    public synchronized void force() {
        System.arraycopy(written, 0, durable, 0, written.length);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Geometry geometry() {
        return new Geometry(written.length, 1, 1, 1, 1 << 20);
    }

    @Override
    public Identity identity() {
        return Identity.ofSize(written.length);
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        return new ReadOutcome.Failed(Errno.kind(Errno.EBADF), Errno.EBADF);
    }

    @Override
    public void close() {}
}
