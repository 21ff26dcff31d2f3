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
import salvor.copier.testing.Cases;
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
        return run(false, devices);
    }

    private static PairReport run(boolean quick, Device... devices) throws IOException {
        List<Disk> disks = new ArrayList<>();
        for (Device device : devices) {
            disks.add(Disk.of(disks.size(), device));
        }
        return new Pairing(disks, PairingTest.options(quick), PairProgress.SILENT)
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

    @Test
    void parityIsProvenByHashesAndTheCountsAreThoseOfNearDisks() throws IOException {
        Cases.run(
                6,
                random -> {
                    boolean isSix = random.nextBoolean();
                    TestArray.Kind kind = isSix ? TestArray.Kind.RAID6 : TestArray.Kind.RAID5;
                    int disks = 4 + random.nextInt(3);
                    int chunk = 4096 << random.nextInt(6);
                    TestArray array =
                            new TestArray(kind, disks, 1, random.nextInt(4), chunk, 0, 16 << 20)
                                    .fill(random.nextDouble(), random);
                    spoil(array, random);
                    checkSameAsNear(array, random);
                });
    }

    /** With superblocks the order is known, and so is what Q must be. */
    @Test
    void theSyndromeIsProvenByHashesToo() throws IOException {
        Cases.run(
                6,
                random -> {
                    int disks = 4 + random.nextInt(3);
                    int chunk = 4096 << random.nextInt(6);
                    TestArray array =
                            new TestArray(
                                            TestArray.Kind.RAID6,
                                            disks,
                                            1,
                                            random.nextInt(4),
                                            chunk,
                                            1 << 20,
                                            17 << 20)
                                    .fill(random.nextDouble(), random);
                    MdWriter.write(array, random.nextLong());
                    spoil(array, random);
                    checkSameAsNear(array, random);
                });
    }

    @Test
    void copiesThatGoRoundAreProvenByHashes() throws IOException {
        Cases.run(
                6,
                random -> {
                    boolean isFar = random.nextBoolean();
                    TestArray.Kind kind = isFar ? TestArray.Kind.FAR : TestArray.Kind.OFFSET;
                    int layout = isFar ? 0x201 : 0x10201;
                    int disks = 3 + random.nextInt(3);
                    int chunk = 16384 << random.nextInt(5);
                    TestArray array =
                            new TestArray(kind, disks, 2, layout, chunk, 0, 16 << 20)
                                    .fill(random.nextDouble() / 2, random);
                    spoil(array, random);
                    checkSameAsNear(array, random);
                });
    }

    private static void spoil(TestArray array, Random random) {
        for (int i = random.nextInt(20); i > 0; i--) {
            byte[] member = array.members.get(random.nextInt(array.members.size()));
            member[(2 << 20) + random.nextInt(member.length - (2 << 20))] ^= 1;
        }
    }

    private static void checkSameAsNear(TestArray array, Random random) throws IOException {
        List<Device> near = new ArrayList<>();
        List<Device> some = new ArrayList<>();
        AtomicLong travelled = new AtomicLong();
        int faraway = 0;
        int bad = 0;
        for (int i = 0; i < array.members.size(); i++) {
            ImageDevice image = new ImageDevice("disk" + i, array.members.get(i));
            for (int k = random.nextInt(3); k > 0; k--) {
                bad++;
                image.fail(new Extent((2 << 20) + 512L * random.nextInt(20_000), 512));
            }
            near.add(image);
            boolean isFar = i == 0 || random.nextBoolean();
            some.add(isFar ? new Far(image, travelled) : image);
            faraway += isFar ? 1 : 0;
        }
        run(true, some.toArray(Device[]::new));
        long toFind = travelled.getAndSet(0);
        PairReport found = run(some.toArray(Device[]::new));
        assertEquals(run(near.toArray(Device[]::new)).groups(), found.groups());
        assertEquals(1, found.groups().size());
        long size = array.members.getFirst().length;
        long fetched = travelled.get() - toFind;
        // Blocks with differences, what is read at once with a bad sector, what lies beside
        // metadata,
        // and the last window.
        long most = faraway * (20L * (16 << 10) + bad * (256L << 10) + (1 << 20) + size / 50);
        assertTrue(fetched < most, fetched + " bytes travelled of " + faraway * size);
    }
}
