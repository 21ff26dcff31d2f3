package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.ForwardingDevice;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.testing.ImageDevice;
import salvor.copier.testing.RestlessClock;
import salvor.protocol.message.Extent;

/** A server that is killed when all is read, while the map is being saved. */
final class LateLossTest {

    private static final int SIZE = 64 << 10;
    private static final long PATIENCE_S = 20;

    private final CountDownLatch forcing = new CountDownLatch(1);
    private final CompletableFuture<Thread> reader = new CompletableFuture<>();

    /** Its last sectors are given once a force has begun. */
    private final class Waiting extends ForwardingDevice {

        Waiting() {
            super(new ImageDevice("disk", new byte[SIZE]));
        }

        @Override
        public ReadOutcome read(long position, MemorySegment into) {
            reader.complete(Thread.currentThread());
            if (position + into.byteSize() >= SIZE) {
                await();
            }
            return super.read(position, into);
        }

        private void await() {
            try {
                assertTrue(forcing.await(PATIENCE_S, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its first force ends after the reader has, and says that nothing arrived. */
    private final class Forgetful implements Destination {
        private final AtomicBoolean hasLost = new AtomicBoolean();

        @Override
        public String name() {
            return "image";
        }

        @Override
        public void put(Chunk chunk) {
            chunk.release();
        }

        @Override
        public List<Extent> force() {
            if (hasLost.getAndSet(true)) {
                return List.of();
            }
            try {
                Thread first = reader.get();
                forcing.countDown();
                first.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return List.of(new Extent(0, SIZE));
        }

        @Override
        public void zero(Extent extent) {}

        @Override
        public void close() {}
    }

    @Test
    @Timeout(60)
    void whatIsLostAfterTheLastReadIsReadAgain() throws IOException, InterruptedException {
        RescueMap map = new RescueMap(SIZE);
        try (BufferPool pool = new BufferPool(4, RescueOptions.CLUSTER_BYTES_MAX);
                Device source = new Waiting();
                Destination destination = new Forgetful()) {
            RescueRun run =
                    new RescueRun(
                            source,
                            new AdaptivePolicy(map, RescueOptions.of(512)),
                            map,
                            destination,
                            RescueRecord.NONE,
                            Limits.NONE,
                            RestlessClock.INSTANCE,
                            1);
            assertEquals(Ending.FINISHED, run.run(pool, _ -> {}));
        }
        assertEquals(SIZE, map.total(Status.RESCUED));
    }
}
