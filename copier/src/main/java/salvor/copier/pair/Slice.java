package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.device.Device;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/**
 * Bytes of one disk in memory, and where they are not.
 *
 * @param bytes as many as were asked for, and undefined ones up to a multiple of eight
 * @param present how many of them the disk has; the others lie past its end
 * @param unreadable extents of those that could not be read, in order
 */
record Slice(MemorySegment bytes, long present, List<Extent> unreadable) {

    /** Reads are aligned to this; no disk asks for more. */
    static final int PAGE = 4096;

    /**
     * Reads what is there. A read that fails is halved until only unreadable sectors are left out.
     *
     * @param memory at least {@code length} and two pages long, aligned to a page
     */
    static Slice read(Device device, long position, long length, MemorySegment memory) {
        long wanted = Math.clamp(device.size() - position, 0, length);
        List<Extent> missing = new ArrayList<>();
        long unit = Math.max(DiskSample.SECTOR, device.geometry().physicalSector());
        long from = Math.max(0, position) / unit * unit;
        long to = Math.ceilDiv(position + wanted, unit) * unit;
        if (wanted > 0) {
            read(device, from, memory.asSlice(0, to - from), unit, missing);
        }
        List<Extent> inside = new ArrayList<>();
        for (Extent bad : missing) {
            long start = Math.max(bad.start(), position) - position;
            long end = Math.min(bad.end(), position + wanted) - position;
            if (start < end) {
                inside.add(Extent.between(start, end));
            }
        }
        return new Slice(memory.asSlice(position - from, (length + 7) & ~7), wanted, inside);
    }

    private static void read(
            Device device, long position, MemorySegment into, long unit, List<Extent> missing) {
        ReadOutcome outcome = device.read(position, into);
        long have = outcome.bytes();
        long end = Math.min(into.byteSize(), device.size() - position);
        if (have >= end) {
            return;
        }
        if (have > 0) {
            long rest = have / unit * unit;
            read(device, position + rest, into.asSlice(rest), unit, missing);
        } else if (into.byteSize() <= unit) {
            missing.add(new Extent(position, into.byteSize()));
        } else {
            long half = Math.max(unit, into.byteSize() / 2 / unit * unit);
            read(device, position, into.asSlice(0, half), unit, missing);
            read(device, position + half, into.asSlice(half), unit, missing);
        }
    }
}
