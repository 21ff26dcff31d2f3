package salvor.copier.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import salvor.copier.device.BufferPool;
import salvor.copier.transfer.Chunk;
import salvor.copier.transfer.Destination;
import salvor.protocol.message.Extent;

/** Hands a disk of known bytes over in random chunks, and what was lost again. */
final class Puts implements AutoCloseable {

    static final int BLOCK = 1 << 16;

    private final byte[] truth;
    private final Random random;
    private final BufferPool pool = new BufferPool(16, BLOCK);

    Puts(byte[] truth, Random random) {
        this.truth = truth;
        this.random = random;
    }

    /** Noise, repeats and zeros. */
    static byte[] someDisk(Random random, int size) {
        byte[] disk = new byte[size];
        for (int at = 0; at < size; ) {
            byte[] run = new byte[Math.min(size - at, 1 + random.nextInt(2 * BLOCK))];
            switch (random.nextInt(3)) {
                case 0 -> random.nextBytes(run);
                case 1 -> java.util.Arrays.fill(run, (byte) random.nextInt());
                default -> {}
            }
            System.arraycopy(run, 0, disk, at, run.length);
            at += run.length;
        }
        return disk;
    }

    /** Hands over everything inside {@code extent}. */
    void all(Destination destination, Extent extent) throws IOException, InterruptedException {
        for (long at = extent.start(); at < extent.end(); ) {
            long length = Math.min(extent.end() - at, 1 + random.nextInt(BLOCK));
            if (random.nextInt(10) == 0) {
                destination.zero(new Extent(at, length));
            }
            destination.put(chunk(new Extent(at, length)));
            at += length;
        }
    }

    Chunk chunk(Extent extent) throws InterruptedException {
        MemorySegment buffer = pool.take();
        MemorySegment.copy(
                truth,
                (int) extent.start(),
                buffer,
                ValueLayout.JAVA_BYTE,
                0,
                (int) extent.length());
        return Chunk.of(extent, buffer, pool);
    }

    BufferPool pool() {
        return pool;
    }

    /** Forces, and hands over again what was lost, until nothing is. */
    int settle(Destination destination) throws IOException, InterruptedException {
        int rounds = 0;
        for (List<Extent> lost = destination.force(); !lost.isEmpty(); lost = destination.force()) {
            rounds++;
            for (Extent extent : lost) {
                all(destination, extent);
            }
        }
        return rounds;
    }

    @Override
    public void close() {
        pool.close();
    }
}
