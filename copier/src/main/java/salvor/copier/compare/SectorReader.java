package salvor.copier.compare;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/**
 * Reads a part of a unit in which a read failed. A failed read is halved until it is one sector;
 * that sector is then bad.
 *
 * <p>The kernel makes one request of reads that touch, whoever asks for them, and fails them
 * together. So there is one such read at a time on a side, and a sector beside another worker's
 * unit is asked for twice before it counts as bad.
 */
final class SectorReader {

    /** What fails in the page cache fails in pages. */
    private static final int SECTOR_CACHED = 4096;

    private static final int READ_MAX = 64 << 10;

    private final Side side;
    private final Device device;
    private final int sector;
    private final MemorySegment buffer;
    private final long unit;
    private final List<Extent> bad;

    /**
     * @param buffer holds the unit
     * @param unit the position of its first byte
     * @param bad takes what cannot be read
     */
    SectorReader(Side side, MemorySegment buffer, long unit, List<Extent> bad) {
        this.side = side;
        this.buffer = buffer;
        this.unit = unit;
        this.bad = bad;
        device = side.suspect().get();
        sector = Math.max(device.geometry().logicalSector(), device.geometry().alignment());
    }

    /** Reads the bytes of the unit from {@code from} to {@code to}. */
    void read(ReadOutcome.Failed first, int from, int to) throws DeviceException {
        requireMedium(first);
        int step = sector > 1 ? sector : SECTOR_CACHED;
        long start = side.start() + unit + from;
        long end = side.start() + unit + to;
        try (Arena arena = Arena.ofShared()) {
            MemorySegment scratch = arena.allocate(READ_MAX, BufferPool.ALIGNMENT);
            for (long at = start / step * step; at < end; at += READ_MAX) {
                long last = Math.min(at + READ_MAX, (end + step - 1) / step * step);
                halve(at, last, step, scratch, start, end);
            }
        }
    }

    /** Reads the sectors from {@code from} to {@code to} of the device. */
    private void halve(long from, long to, int step, MemorySegment scratch, long start, long end)
            throws DeviceException {
        boolean single = to - from <= step;
        boolean atEdge = from <= start || to >= end;
        ReadOutcome outcome = read(from, scratch.asSlice(0, to - from), single && atEdge ? 2 : 1);
        long good = from + outcome.bytes();
        copy(scratch, from, Math.max(start, from), Math.min(end, good));
        if (good >= Math.min(to, end)) {
            return;
        }
        if (single) {
            markBad(Math.max(start, good), Math.min(end, to));
            return;
        }
        long rest = good / step * step;
        if (to - rest <= step) {
            halve(rest, to, step, scratch, start, end);
            return;
        }
        long middle = rest + Math.max(step, (to - rest) / 2 / step * step);
        halve(rest, middle, step, scratch, start, end);
        halve(middle, to, step, scratch, start, end);
    }

    private ReadOutcome read(long from, MemorySegment into, int attempts) throws DeviceException {
        synchronized (device) {
            ReadOutcome outcome = device.read(from, into);
            for (int i = 1; outcome instanceof ReadOutcome.Failed failed; i++) {
                requireMedium(failed);
                if (i == attempts) {
                    break;
                }
                outcome = device.read(from, into);
            }
            return outcome;
        }
    }

    private void copy(MemorySegment scratch, long scratchStart, long from, long to) {
        if (to > from) {
            long at = from - side.start() - unit;
            MemorySegment.copy(scratch, from - scratchStart, buffer, at, to - from);
        }
    }

    private void markBad(long from, long to) {
        if (to <= from) {
            return;
        }
        Extent extent = Extent.between(from - side.start(), to - side.start());
        if (!bad.isEmpty() && bad.getLast().end() == extent.start()) {
            extent = Extent.between(bad.removeLast().start(), extent.end());
        }
        bad.add(extent);
    }

    /** Only what may be the fault of some sectors is passed over. */
    private void requireMedium(ReadOutcome.Failed failed) throws DeviceException {
        switch (failed.kind()) {
            case MEDIUM, TRANSPORT, UNKNOWN -> {}
            case VANISHED, MISUSE, DENIED, NO_SPACE, AGAIN ->
                    throw new DeviceException(side.device().name(), failed.errno());
        }
    }
}
