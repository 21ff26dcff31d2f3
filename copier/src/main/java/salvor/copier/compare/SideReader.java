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
        this(side, buffer, HoleFiller.ZEROS);
    }

    /** One for whose holes something else is done than making them zero. */
    SideReader(Side side, MemorySegment buffer, HoleFiller filler) {
        this.side = side;
        this.buffer = buffer;
        device = new SparseReader(side.device(), filler);
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
        bad.clear();
        moveTo(start);
    }

    /** Goes on to the part of the unit whose first byte goes to the front of the buffer. */
    void moveTo(long start) {
        position = start;
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
            ReadOutcome outcome = device.read(deviceAt(done), buffer, done, to);
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
