package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import salvor.copier.device.Device;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;

/**
 * A member of an array as large as real ones are: each block is computed when it is read. Parts of
 * the array of 16 MiB are empty or in use, as the seed has it.
 */
final class VastMember implements Device {

    /** An array that no test could write. */
    record Array(
            TestArray.Kind kind,
            int disks,
            int copies,
            int chunk,
            long size,
            double zeros,
            long seed) {

        long stride(long origin) {
            return (size - origin) / chunk / copies * chunk;
        }
    }

    private static final int BLOCK = TestArray.BLOCK;
    private static final int PART = 16 << 20;

    private final Array array;
    private final int role;
    private final long origin;
    private final AtomicLong bytesRead = new AtomicLong();

    /**
     * @param origin bytes to where the array's data begins on this member
     */
    VastMember(Array array, int role, long origin) {
        this.array = array;
        this.role = role;
        this.origin = origin;
    }

    long bytesRead() {
        return bytesRead.get();
    }

    @Override
    public String name() {
        return "vast" + role;
    }

    @Override
    public Geometry geometry() {
        return new Geometry(array.size, 512, 512, 512, 1 << 20);
    }

    @Override
    public Identity identity() {
        return Identity.ofSize(array.size);
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        if (position >= array.size) {
            return new ReadOutcome.End();
        }
        long length = Math.min(into.byteSize(), array.size - position);
        byte[] block = new byte[BLOCK];
        for (long at = position, end; at < position + length; at = end) {
            long inside = Math.floorMod(at - origin, (long) BLOCK);
            end = Math.min(position + length, at - inside + BLOCK);
            Arrays.fill(block, (byte) 0);
            if (at >= origin) {
                fill((at - origin) / BLOCK * BLOCK, block);
            }
            MemorySegment.copy(
                    block,
                    (int) inside,
                    into,
                    ValueLayout.JAVA_BYTE,
                    at - position,
                    (int) (end - at));
        }
        bytesRead.addAndGet(length);
        return new ReadOutcome.Complete((int) length);
    }

    /** What lies at {@code position} from the origin on. */
    private void fill(long position, byte[] block) {
        int n = array.disks;
        long chunk = array.chunk;
        long row = position / chunk;
        long in = position % chunk;
        switch (array.kind) {
            case RAID1 -> content(position, block);
            case NEAR -> content((row * n + role) / array.copies * chunk + in, block);
            case OFFSET -> {
                long first = Math.floorMod(role - row % array.copies, n);
                content((row / array.copies * n + first) * chunk + in, block);
            }
            case FAR -> {
                long copy = position / array.stride(origin);
                long there = position % array.stride(origin);
                if (copy < array.copies) {
                    content(
                            (there / chunk * n + Math.floorMod(role - copy, n)) * chunk + in,
                            block);
                }
            }
            case RAID5, RAID6 -> {
                long parity = n - 1 - row % n;
                for (int data = 0; data < n - 1; data++) {
                    if (role == parity || role == (parity + 1 + data) % n) {
                        content((row * (n - 1) + data) * chunk + in, block);
                    }
                }
            }
        }
    }

    /** Adds what the array holds at {@code offset}, by XOR. */
    private void content(long offset, byte[] block) {
        long part = array.seed * 1_000_003 + offset / PART;
        if (new SplittableRandom(part).nextDouble() < array.zeros) {
            return;
        }
        byte[] own = new byte[BLOCK];
        new SplittableRandom(array.seed ^ offset * 0x9E37_79B9_7F4A_7C15L).nextBytes(own);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= own[i];
        }
    }

    @Override
    public void close() {}
}
