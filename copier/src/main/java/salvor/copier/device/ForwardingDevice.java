package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.Extent;

/** Answers like the device behind it, in all that it is not made to do otherwise. */
public abstract class ForwardingDevice implements Device {

    private final Device device;

    /**
     * @param device closed with this one
     */
    protected ForwardingDevice(Device device) {
        this.device = device;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public Geometry geometry() {
        return device.geometry();
    }

    @Override
    public Identity identity() {
        return device.identity();
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        return device.read(position, into);
    }

    @Override
    public Extent nextData(long position) {
        return device.nextData(position);
    }

    @Override
    public boolean isPresent() {
        return device.isPresent();
    }

    @Override
    public void close() {
        device.close();
    }
}
