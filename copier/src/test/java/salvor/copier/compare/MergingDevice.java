package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.ForwardingDevice;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/** As a block device whose kernel makes one request of reads that touch: they fail together. */
final class MergingDevice extends ForwardingDevice {

    private static final long READ_NANOS = 300_000;

    /** What is read at once, and fails at once. */
    private static final class Request {
        private final List<Extent> extents = new ArrayList<>();
        private boolean failed;

        boolean touches(Extent other) {
            return extents.stream()
                    .anyMatch(
                            extent ->
                                    extent.end() == other.start() || other.end() == extent.start());
        }
    }

    private final List<Extent> faults;
    private final List<Request> underWay = new ArrayList<>();

    /**
     * @param faults of {@code device}
     */
    MergingDevice(Device device, List<Extent> faults) {
        super(device);
        this.faults = faults;
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        Request request = begin(new Extent(position, into.byteSize()));
        LockSupport.parkNanos(READ_NANOS);
        synchronized (this) {
            underWay.remove(request);
            return request.failed
                    ? new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.EIO)
                    : super.read(position, into);
        }
    }

    private synchronized Request begin(Extent extent) {
        Request request =
                underWay.stream()
                        .filter(other -> other.touches(extent))
                        .findFirst()
                        .orElseGet(Request::new);
        if (request.extents.isEmpty()) {
            underWay.add(request);
        }
        request.extents.add(extent);
        request.failed |= faults.stream().anyMatch(extent::overlaps);
        return request;
    }

    @Override
    public void close() {}
}
