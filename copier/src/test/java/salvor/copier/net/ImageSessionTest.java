package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.FileStatus;
import salvor.copier.testing.MemoryImage;
import salvor.protocol.message.Reason;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImageSessionTest {

    private static final int FORCES = 10_000;

    @TempDir Path folder;

    @Test
    void whoAsksForForcesFasterThanTheyAreMadeIsHeldUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        ImageSession session =
                new ImageSession(
                        UUID.randomUUID(),
                        -1,
                        FileStatus.of(folder.toString()),
                        new MemoryImage(512),
                        null,
                        () -> {});
        Thread client =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    for (int i = 0; i < FORCES; i++) {
                                        asked.incrementAndGet();
                                        session.force(
                                                () -> {
                                                    await(released);
                                                    made.incrementAndGet();
                                                },
                                                _ -> {});
                                    }
                                });
        Thread.sleep(300);
        assertTrue(asked.get() < 100, asked + " forces wait");
        released.countDown();
        client.join();
        session.close(Reason.STOPPING);
        assertEquals(FORCES, made.get());
    }

    /** A force lasts until it is told otherwise. */
    private static void await(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
