package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import salvor.copier.device.BufferPool;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.ClassicPolicy;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.testing.Cases;
import salvor.copier.testing.CheckedRecord;
import salvor.copier.testing.MemoryImage;
import salvor.copier.testing.RestlessClock;
import salvor.copier.testing.TroubledDisk;

/** Whole rescues in memory over random damage. */
final class RescueRunTest {

    private static final int SIZE_MAX = 150_000;
    private static final BufferPool POOL = new BufferPool(4, RescueOptions.CLUSTER_BYTES_MAX);

    @AfterAll
    static void closePool() {
        POOL.close();
    }

    /** A disk, its image, and the record of their rescue. */
    private static final class Rescue {
        final TroubledDisk disk;
        final MemoryImage image;
        final CheckedRecord record;
        final RescueOptions options;
        final boolean adaptive;
        final int lanes;

        Rescue(Random random) {
            int sector = 512 << (random.nextInt(2) * 3);
            disk = new TroubledDisk(random, 1 + random.nextInt(SIZE_MAX), sector);
            image = new MemoryImage((int) disk.size());
            record = new CheckedRecord(disk, image::durable);
            options =
                    RescueOptions.of(sector)
                            .withCluster(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(40))
                            .withRetryPasses(random.nextInt(2))
                            .withReverse(random.nextInt(4) == 0)
                            .withExhaustive(random.nextBoolean());
            adaptive = random.nextBoolean();
            lanes = 1 + random.nextInt(3);
        }

        Ending run(Limits limits) throws IOException, InterruptedException {
            RescueMap map = record.saved();
            try (Destination destination = new LocalDestination(image)) {
                return new RescueRun(
                                disk,
                                adaptive
                                        ? new AdaptivePolicy(map, options)
                                        : new ClassicPolicy(map, options),
                                map,
                                destination,
                                record,
                                limits,
                                RestlessClock.INSTANCE,
                                lanes)
                        .run(POOL, _ -> {});
            }
        }

        /**
         * To the end: a drive that never gave a byte may be taken for a dead one, with nothing
         * marked.
         */
        void finish() throws IOException, InterruptedException {
            RescueMap before = record.saved();
            if (run(Limits.NONE) == Ending.DEVICE_LOST) {
                assertEquals(0, before.total(Status.RESCUED));
                assertEquals(before.regions(), record.saved().regions());
            } else {
                assertExact();
            }
        }

        private void assertExact() {
            byte[] expected = record.assertFinished(adaptive && !options.exhaustive());
            assertArrayEquals(expected, image.durable());
        }
    }

    @Test
    void imageAndMapEqualTheTruthWhateverTheDamage() {
        Cases.run(
                10_000,
                random -> {
                    Rescue rescue = new Rescue(random);
                    rescue.finish();
                });
    }

    @Test
    void aStoppedRescueGoesOnToTheSameEnd() {
        Cases.run(
                1_000,
                random -> {
                    Rescue rescue = new Rescue(random);
                    Limits limits = new Limits(1 + random.nextInt(5), Duration.ofMinutes(1));
                    for (int i = 0; i < 1 + random.nextInt(3); i++) {
                        rescue.run(limits);
                        assertNoOldData(rescue);
                    }
                    rescue.finish();
                });
    }

    /** An interrupted run leaves old data only where nobody asked yet. */
    private static void assertNoOldData(Rescue rescue) {
        byte[] durable = rescue.image.durable();
        for (Region region : rescue.record.saved().regions()) {
            switch (region.status()) {
                case NON_TRIMMED, NON_SCRAPED, BAD -> {
                    for (long at = region.extent().start(); at < region.extent().end(); at++) {
                        assertEquals(0, durable[(int) at], "old data at " + at);
                    }
                }
                case NON_TRIED, RESCUED -> {}
            }
        }
    }

    @Test
    void aDeviceThatLeavesMarksNothingBadAndTheRescueGoesOnWhenItIsBack() {
        Cases.run(
                1_000,
                random -> {
                    Rescue rescue = new Rescue(random);
                    rescue.disk.vanishAfter(random.nextInt(30));
                    rescue.run(Limits.NONE);
                    assertNothingFalselyBad(rescue);
                    rescue.disk.comeBack();
                    rescue.finish();
                });
    }

    private static void assertNothingFalselyBad(Rescue rescue) {
        for (Region region : rescue.record.saved().regions()) {
            if (region.status() == Status.BAD) {
                assertEquals(List.of(region), rescue.disk.truth().regions(region.extent()));
            }
        }
    }

    @Test
    void aFullDestinationEndsTheRunWithItsErrnoAndClaimsNothingThatIsNotThere() {
        Cases.run(
                300,
                random -> {
                    Rescue rescue = new Rescue(random);
                    rescue.image.fullAfter(0);
                    if (hasData(rescue)) {
                        assertIsFull(rescue);
                    }
                });
    }

    /** Unless nothing was found that had to be written: what was deduced to be bad need not be. */
    private static void assertIsFull(Rescue rescue) throws IOException, InterruptedException {
        try {
            rescue.run(Limits.NONE);
            assertArrayEquals(
                    new byte[(int) rescue.disk.size()],
                    rescue.disk.image(rescue.record.saved()),
                    "data was rescued, but where to?");
        } catch (DeviceException full) {
            assertEquals(Errno.ENOSPC, full.errno());
        }
    }

    private static boolean hasData(Rescue rescue) {
        for (byte b : rescue.disk.image(rescue.disk.truth())) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }
}
