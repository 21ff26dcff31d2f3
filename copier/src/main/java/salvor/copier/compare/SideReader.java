package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.device.DeviceException;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/** Reads one side for one worker; where that fails, goes down to the sector. */
final class SideReader {

    private final Side side;
    private final SparseReader device;
    private final MemorySegment buffer;
    private final List<Extent> bad = new ArrayList<>();
    private long position;

    /**
     * @param buffer aligned native memory for a whole unit
     */
    SideReader(Side side, MemorySegment buffer) {
        this.side = side;
        this.buffer = buffer;
        device = new SparseReader(side.device());
    }

    MemorySegment buffer() {
        return buffer;
    }

    /** What could not be read since {@link #begin}, ascending, as positions. */
    List<Extent> bad() {
        return bad;
    }

    /** Begins with the unit at {@code start}, whose first byte goes to the front of the buffer. */
    void begin(long start) {
        position = start;
        bad.clear();
    }

    /** Whether the unit's bytes from {@code from} to {@code to} are nothing but hole. */
    boolean isHole(int from, int to) {
        return device.isHole(Extent.between(deviceAt(from), deviceAt(to)));
    }

    /**
     * Reads the unit's bytes from {@code from} to {@code to}, to where they belong in the buffer.
     * Parts of a unit are read in ascending order.
     *
     * @return up to where they are there; less than {@code to} only where the side ended. Those in
     *     {@link #bad} are undefined
     * @throws DeviceException when the device is gone or may not be read
     */
    int read(int from, int to) throws DeviceException {
        int done = from;
        while (done < to) {
            ReadOutcome outcome = device.read(deviceAt(done), buffer.asSlice(done, to - done));
            if (outcome instanceof ReadOutcome.Failed failed) {
                new SectorReader(side, buffer, position, bad).read(failed, done, to);
                return to;
            }
            if (outcome.bytes() == 0) {
                return done;
            }
            done += outcome.bytes();
        }
        return done;
    }

    private long deviceAt(int inUnit) {
        return side.start() + position + inUnit;
    }
}
