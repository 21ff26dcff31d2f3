package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * A device that nobody changes meanwhile, and that is asked for its holes several times: by who
 * plans ahead, and then by those who read. Looking for one costs as much as reading some kilobytes.
 */
public final class HoleMemory implements Device {

    /** More than lie between planning and reading. */
    private static final int FOUND_MAX = 1024;

    private final Device device;

    /** The data found, by where the search began. */
    private final TreeMap<Long, Extent> found = new TreeMap<>();

    public HoleMemory(Device device) {
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
        Extent data = remembered(position);
        if (data == null) {
            data = device.nextData(position);
            remember(position, data);
        }
        return data;
    }

    private synchronized @Nullable Extent remembered(long position) {
        Map.Entry<Long, Extent> before = found.floorEntry(position);
        if (before == null || position >= before.getValue().end()) {
            return null;
        }
        Extent data = before.getValue();
        return Extent.between(Math.max(position, data.start()), data.end());
    }

    /** Whoever reads does so in ascending order: what lies first was asked for first. */
    private synchronized void remember(long position, Extent data) {
        found.put(position, data);
        if (found.size() > FOUND_MAX) {
            found.pollFirstEntry();
        }
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
