package salvor.copier.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import salvor.copier.device.Device;
import salvor.copier.device.ForwardingDevice;
import salvor.copier.device.HoleMemory;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

class BlockRowTest {

    private static final int SECTOR = 512;

    /** A disk that knows where its holes are, and counts who asks. */
    private static final class Sparse extends ForwardingDevice {

        private final ImageDevice full;
        private final List<Extent> data = new ArrayList<>();
        private final AtomicInteger searches = new AtomicInteger();

        private Sparse(ImageDevice full) {
            super(full);
            this.full = full;
        }

        /** Holes and data of so many sectors at most, in turn. */
        static Sparse random(Random random, int sectors, int holeMax, int dataMax) {
            byte[] bytes = new byte[sectors * SECTOR];
            Sparse sparse = new Sparse(new ImageDevice("sparse", bytes));
            for (int at = random.nextInt(holeMax); at < sectors; ) {
                int length = Math.min(sectors - at, 1 + random.nextInt(dataMax));
                sparse.data.add(new Extent((long) at * SECTOR, (long) length * SECTOR));
                byte[] noise = new byte[length * SECTOR];
                random.nextBytes(noise);
                // Data may be zeros as well.
                if (random.nextInt(4) > 0) {
                    System.arraycopy(noise, 0, bytes, at * SECTOR, noise.length);
                }
                at += length + 1 + random.nextInt(holeMax);
            }
            return sparse;
        }

        @Override
        public Extent nextData(long position) {
            searches.incrementAndGet();
            for (Extent extent : data) {
                if (extent.end() > position) {
                    return Extent.between(Math.max(position, extent.start()), extent.end());
                }
            }
            return new Extent(size(), 0);
        }
    }

    private static List<BlockHash> hashes(Device device, HashKey key, int block, Extent row) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment buffer = arena.allocate(block + (256L << 10), 4096);
            // What is left from before is never hashed.
            buffer.fill((byte) 0x5A);
            return new BlockRow(device, key, block, buffer).hash(row, () -> false);
        }
    }

    @Test
    void aHoleHashesAsItsZerosDoWhereverItLies() {
        Cases.run(
                200,
                random -> {
                    int sectors = 1 + random.nextInt(3000);
                    Sparse sparse = Sparse.random(random, sectors, 200, 100);
                    HashKey key =
                            random.nextBoolean()
                                    ? new HashKey.Xxh3(random.nextLong(), random.nextBoolean())
                                    : new HashKey.Linear(random.nextLong(), random.nextLong());
                    int block = SECTOR * (1 + random.nextInt(random.nextBoolean() ? 8 : 512));
                    if (random.nextBoolean()) {
                        block = 4096 << random.nextInt(7);
                    }
                    long from = (long) random.nextInt(sectors) * SECTOR;
                    Extent row = Extent.between(from, sparse.size());
                    assertEquals(
                            hashes(sparse.full, key, block, row),
                            hashes(sparse, key, block, row),
                            key + " in blocks of " + block + " of " + row);
                });
    }

    @Test
    void eachHoleIsLookedForOnce() {
        Sparse sparse = Sparse.random(new Random(1), 32768, 300, 64);
        hashes(
                new HoleMemory(sparse),
                new HashKey.Xxh3(1, false),
                64 << 10,
                new Extent(0, sparse.size()));
        assertTrue(
                sparse.searches.get() <= sparse.data.size() + 1,
                sparse.searches + " searches for " + sparse.data.size() + " extents");
    }

    /** As a broken file system might. */
    @Test
    void aDeviceThatNeverGetsAheadIsReadAllTheSame() {
        Device image = Sparse.random(new Random(2), 512, 100, 50).full;
        Device stuck =
                new ForwardingDevice(image) {
                    @Override
                    public Extent nextData(long position) {
                        return new Extent(Math.min(position, size()), 0);
                    }
                };
        HashKey key = new HashKey.Xxh3(3, false);
        Extent all = new Extent(0, image.size());
        assertEquals(hashes(image, key, 4096, all), hashes(stuck, key, 4096, all));
    }
}
