package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** What a client is told that comes back to an image that was given up. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImagesTest {

    private static final Timing TIMING = Loopback.QUICK.retrying(Duration.ofMillis(5));
    private static final String FULL = "image: No space left on device";

    @TempDir Path root;

    @Test
    void whoseLinkBrokeBeforeItHeardOfAFailureHearsOfItThen() throws Exception {
        UUID instance = UUID.randomUUID();
        UUID client = UUID.randomUUID();
        InetSocketAddress nowhere = new InetSocketAddress(0);
        ServerOptions options =
                new ServerOptions(
                        nowhere,
                        root.toString(),
                        Map.of(),
                        (path, _) -> {
                            throw new IOException(path);
                        },
                        TIMING);
        try (Images images = new Images(new Catalogue(options), instance, TIMING)) {
            images.session(open(client, Message.NO_INSTANCE)).fail(new IOException(FULL));
            PeerException told = refused(images, open(client, instance));
            assertEquals(Reason.DEVICE, told.reason());
            assertEquals(FULL, told.getMessage());
            assertEquals(
                    Reason.IN_USE, refused(images, open(UUID.randomUUID(), instance)).reason());
        }
    }

    /** Once the image is given up: until then who had it has it still. */
    private static PeerException refused(Images images, Message.OpenImage open) throws Exception {
        while (true) {
            try {
                images.session(open);
                Thread.sleep(1);
            } catch (PeerException e) {
                return e;
            }
        }
    }

    private static Message.OpenImage open(UUID session, UUID instance) {
        DeviceFacts facts = new DeviceFacts(4096, 512, 512, 1, 1 << 20, "", "", "", 0);
        return new Message.OpenImage("image", facts, session, instance, 0, 1, 1, 1 << 20, 0);
    }
}
