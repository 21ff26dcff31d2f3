package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A device whose bytes are computed from a seed and their position: no memory, any size. */
public final class SeededDevice implements Device {

    private static final int READ = 1 << 20;

    private final String name;
    private final long seed;
    private final Geometry geometry;

    /**
     * @param size bytes, 0 or more
     */
    public SeededDevice(String name, long size, long seed) {
        this.name = name;
        this.seed = seed;
        geometry = new Geometry(size, 512, 512, 1, READ);
    }

    /** The byte at {@code position}: what a perfect read of it gives. */
    public static byte byteAt(long seed, long position) {
        return (byte) (word(seed, position >> 3) >>> ((position & 7) << 3));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public Identity identity() {
        return new Identity(size(), "simulated", Long.toUnsignedString(seed), "", 0);
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        long count = Math.min(into.byteSize(), size() - position);
        if (count <= 0) {
            return new ReadOutcome.End();
        }
        fill(position, into.asSlice(0, count));
        return count == into.byteSize()
                ? new ReadOutcome.Complete((int) count)
                : new ReadOutcome.Partial((int) count);
    }

    @Override
    public void close() {}

    private void fill(long position, MemorySegment into) {
        long at = 0;
        long end = into.byteSize();
        for (; at < end && ((position + at) & 7) != 0; at++) {
            into.set(ValueLayout.JAVA_BYTE, at, byteAt(seed, position + at));
        }
        for (; at + 8 <= end; at += 8) {
            into.set(LITTLE_LONG, at, word(seed, (position + at) >> 3));
        }
        for (; at < end; at++) {
            into.set(ValueLayout.JAVA_BYTE, at, byteAt(seed, position + at));
        }
    }

    private static final ValueLayout.OfLong LITTLE_LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);

    /** Steele, Lea and Flood's SplitMix64, with the position in the place of the counter. */
    private static long word(long seed, long index) {
        long z = (seed * 0x632BE59BD9B4E019L) + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
