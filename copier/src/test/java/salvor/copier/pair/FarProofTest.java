package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import salvor.copier.compare.BlockRow;
import salvor.copier.compare.HashAnswer;
import salvor.copier.compare.HashKey;
import salvor.copier.compare.HashingDevice;
import salvor.copier.device.Device;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/** Disks that are far away: what is equal does not travel. */
class FarProofTest {

    private static final int SIZE = 40 << 20;

    /** Counts what travels; hashes where it is. */
    private record Far(ImageDevice image, AtomicLong travelled) implements HashingDevice {

        @Override
        public String name() {
            return image.name();
        }

        @Override
        public Geometry geometry() {
            return image.geometry();
        }

        @Override
        public Identity identity() {
            return image.identity();
        }

        @Override
        public ReadOutcome read(long position, MemorySegment into) {
            ReadOutcome outcome = image.read(position, into);
            travelled.addAndGet(outcome.bytes());
            return outcome;
        }

        @Override
        public HashAnswer hash(Extent extent, int block, HashKey key) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(block + (256L << 10), 4096);
                List<BlockHash> hashes =
                        new BlockRow(image, key, block, buffer).hash(extent, () -> false);
                return () -> hashes;
            }
        }

        @Override
        public void close() {}
    }

    private static PairReport run(Device... devices) throws IOException {
        List<Disk> disks = new ArrayList<>();
        for (Device device : devices) {
            disks.add(Disk.of(disks.size(), device));
        }
        return new Pairing(disks, PairingTest.options(false), PairProgress.SILENT)
                .run(new SplittableRandom(1));
    }

    @Test
    void onlyBlocksThatDifferAreFetchedAndTheCountsAreThoseOfNearDisks() throws IOException {
        Random random = new Random(8);
        byte[] one = new byte[SIZE];
        random.nextBytes(one);
        byte[] other = one.clone();
        for (int i = 0; i < 20; i++) {
            other[random.nextInt(SIZE)] ^= 1;
        }
        ImageDevice near = new ImageDevice("near", one).fail(new Extent(3_000_320, 512));
        ImageDevice image = new ImageDevice("far", other).fail(new Extent(9_000_448, 1024));
        Far far = new Far(image, new AtomicLong());
        PairReport found = run(near, far);
        assertEquals(run(near, image).groups(), found.groups());
        Comparison comparison = found.groups().getFirst().pairs().getFirst().comparison();
        assertEquals(1536, comparison.unreadable());
        assertEquals(SIZE - 1536, comparison.compared());
        long fetched = far.travelled().get() - found.sampled();
        assertTrue(fetched < SIZE / 20, fetched + " bytes travelled");
    }
}
