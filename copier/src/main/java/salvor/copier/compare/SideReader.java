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
    private final MemorySegment buffer;
    private final List<Extent> bad = new ArrayList<>();

    /**
     * @param buffer aligned native memory for a whole unit
     */
    SideReader(Side side, MemorySegment buffer) {
        this.side = side;
        this.buffer = buffer;
    }

    MemorySegment buffer() {
        return buffer;
    }

    /** What the last {@link #read} could not read, ascending, as positions. */
    List<Extent> bad() {
        return bad;
    }

    /**
     * Reads into the front of the buffer.
     *
     * @return bytes there before the side ended; less than {@code length} only there. Those in
     *     {@link #bad} are undefined
     * @throws DeviceException when the device is gone or may not be read
     */
    int read(long position, int length) throws DeviceException {
        bad.clear();
        int done = 0;
        while (done < length) {
            ReadOutcome outcome =
                    side.device()
                            .read(
                                    side.start() + position + done,
                                    buffer.asSlice(done, length - done));
            switch (outcome) {
                case ReadOutcome.Complete complete -> done = length;
                case ReadOutcome.Partial partial -> done += partial.bytes();
                case ReadOutcome.End _ -> {
                    return done;
                }
                case ReadOutcome.Failed failed -> {
                    new SectorReader(side, buffer, position, bad).read(failed, done, length);
                    return length;
                }
            }
        }
        return done;
    }
}
