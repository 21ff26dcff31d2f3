package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileClaim;
import salvor.copier.device.WritableFileDevice;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** An image that is read through its server is nobody's destination. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ImageClaimTest {

    private static final int SIZE = 1 << 16;

    @TempDir Path root;
    private Loopback server;
    private String image;

    @BeforeEach
    void start() throws IOException {
        image = Files.write(root.resolve("image"), new byte[SIZE]).toString();
        server = new Loopback(root);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsReadIsNotWrittenByItsPath() throws Exception {
        try (RemoteDevice _ = new RemoteDevice(server.name("image"), Loopback.options())) {
            DeviceException e =
                    assertThrows(
                            DeviceException.class, () -> WritableFileDevice.open(image).close());
            assertEquals(Errno.EBUSY, e.errno());
        }
    }

    @Test
    void onlyWhoWroteItBeforeWritesWhatIsRead() throws Exception {
        try (FileClaim _ = FileClaim.shared(image)) {
            Message.Trouble refused =
                    assertInstanceOf(Message.Trouble.class, open(Message.NO_INSTANCE));
            assertEquals(Reason.IN_USE, refused.reason());
            assertInstanceOf(Message.ImageOpened.class, open(UUID.randomUUID()));
        }
    }

    /**
     * The answer to who wants to write it.
     *
     * @param instance the run of the server at which the writer was before
     */
    private @Nullable Message open(UUID instance) throws IOException {
        DeviceFacts facts = new DeviceFacts(SIZE, 512, 512, 1, 1 << 20, "", "", "", 0);
        UUID session = UUID.randomUUID();
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(
                    new Message.OpenImage("image", facts, session, instance, 0, 1, 1, 1 << 20, 0));
            return peer.receive();
        }
    }
}
