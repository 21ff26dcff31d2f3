package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.Extent;

/**
 * A destination that fails where it is told to: it fills up, or a call of its gives an error. Until
 * something is asked for it does what the device behind it does.
 */
public final class FaultyWritableDevice extends ForwardingDevice implements WritableDevice {

    private final WritableDevice device;
    private long room = Long.MAX_VALUE;
    private long writesLeft = Long.MAX_VALUE;
    private long forcesLeft = Long.MAX_VALUE;

    /**
     * @param device closed with this one
     */
    public FaultyWritableDevice(WritableDevice device) {
        super(device);
        this.device = device;
    }

    /** After so many more bytes it is full: what fits of a write is written, then ENOSPC. */
    public synchronized FaultyWritableDevice fullAfter(long bytes) {
        room = bytes;
        return this;
    }

    /** After so many more writes and zeroings, one gives EIO and does nothing. */
    public synchronized FaultyWritableDevice failWriteAfter(long writes) {
        writesLeft = writes;
        return this;
    }

    /** After so many more forces, one gives EIO and does nothing. */
    public synchronized FaultyWritableDevice failForceAfter(long forces) {
        forcesLeft = forces;
        return this;
    }

    @Override
    public void write(long position, MemorySegment from) throws DeviceException {
        countWrite();
        long fits = take(from.byteSize());
        device.write(position, from.asSlice(0, fits));
        if (fits < from.byteSize()) {
            throw new DeviceException(name(), Errno.ENOSPC);
        }
    }

    /** Holes need no room. */
    @Override
    public void zero(Extent extent) throws DeviceException {
        countWrite();
        device.zero(extent);
    }

    @Override
    public void force() throws DeviceException {
        synchronized (this) {
            if (forcesLeft-- == 0) {
                throw new DeviceException(name(), Errno.EIO);
            }
        }
        device.force();
    }

    private synchronized void countWrite() throws DeviceException {
        if (writesLeft-- == 0) {
            throw new DeviceException(name(), Errno.EIO);
        }
    }

    private synchronized long take(long bytes) {
        long fits = Math.min(bytes, room);
        room -= fits;
        return fits;
    }
}
