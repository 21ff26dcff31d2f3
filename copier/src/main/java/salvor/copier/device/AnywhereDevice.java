package salvor.copier.device;

import java.lang.foreign.MemorySegment;

/**
 * A block device that can be read anywhere: past the page cache where a read is aligned, through it
 * elsewhere. The kernel shows the same bytes either way.
 */
public final class AnywhereDevice implements Device {

    private final Device direct;
    private final Device cached;

    /**
     * @param direct may ask for aligned reads
     * @param cached the same device, which does not
     */
    public AnywhereDevice(Device direct, Device cached) {
        this.direct = direct;
        this.cached = cached;
    }

    @Override
    public String name() {
        return cached.name();
    }

    @Override
    public Geometry geometry() {
        return cached.geometry();
    }

    @Override
    public Identity identity() {
        return cached.identity();
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        long places = position | into.byteSize() | into.address();
        boolean aligned = places % direct.geometry().alignment() == 0;
        return (aligned ? direct : cached).read(position, into);
    }

    @Override
    public boolean isPresent() {
        return cached.isPresent();
    }

    @Override
    public void close() {
        direct.close();
        cached.close();
    }
}
