package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.DeviceException;
import salvor.copier.device.WritableFileDevice;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/** How long a server keeps an image for a client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FarewellTest {

    private static final int SIZE = 1 << 16;

    /** Long after a server that does not wait would have given the image up. */
    private static final int A_WHILE_MS = 1500;

    @TempDir Path root;
    private Loopback server;

    @BeforeEach
    void start() throws IOException {
        server = new Loopback(root);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Has the image, as another process on the server's machine would. */
    private void takeImage() throws DeviceException {
        WritableFileDevice.open(root.resolve("image").toString()).close();
    }

    private void assertKept() {
        assertThrows(DeviceException.class, this::takeImage);
    }

    /** One connection of a session. */
    private RawPeer open(UUID session, int slot, int attempt) throws IOException {
        DeviceFacts facts = new DeviceFacts(SIZE, 512, 512, 1, 1 << 20, "", "", "", 0);
        RawPeer peer = RawPeer.greeted(server.address());
        peer.send(
                new Message.OpenImage(
                        "image",
                        facts,
                        session,
                        Message.NO_INSTANCE,
                        slot,
                        2,
                        attempt,
                        1 << 20,
                        0));
        assertInstanceOf(Message.ImageOpened.class, peer.receive());
        return peer;
    }

    @Test
    void aClientThatIsClosedHasGivenItsImageUp() throws Exception {
        for (int connections = 1; connections <= 4; connections++) {
            ClientOptions options = Loopback.options(connections, Compression.AUTO);
            byte[] disk = new byte[SIZE];
            try (RemoteDestination image =
                    RemoteDestinationTest.open(server, "image", disk, options)) {
                image.zero(new Extent(0, SIZE));
                assertEquals(0, image.force().size());
                assertKept();
            }
            takeImage();
        }
    }

    @Test
    void aClientThatIsGoneWithoutAWordIsWaitedFor() throws Exception {
        UUID session = UUID.randomUUID();
        open(session, 0, 1).close();
        Thread.sleep(A_WHILE_MS);
        assertKept();
        try (RawPeer back = open(session, 0, 2)) {
            back.send(new Message.Farewell());
            assertNull(back.awaitEnd());
            takeImage();
        }
    }

    @Test
    void anImageIsKeptUntilTheLastOfSeveralConnectionsHasEnded() throws Exception {
        UUID session = UUID.randomUUID();
        try (RawPeer first = open(session, 0, 1);
                RawPeer second = open(session, 1, 1)) {
            first.send(new Message.Farewell());
            Thread.sleep(A_WHILE_MS);
            assertKept();
            second.send(new Message.Zeros(1, new Extent(0, 512)));
            assertEquals(new Message.Written(1), second.receive());
            second.send(new Message.Farewell());
            assertNull(first.awaitEnd());
            assertNull(second.awaitEnd());
            takeImage();
        }
    }

    @Test
    void whatFollowsTheLastWordIsNotDone() throws Exception {
        try (RawPeer peer = open(UUID.randomUUID(), 0, 1)) {
            peer.send(new Message.Farewell(), new Message.Zeros(1, new Extent(0, 512)));
            Message.Trouble trouble = peer.awaitEnd();
            assertTrue(trouble == null || trouble.text().contains("last"), "" + trouble);
        }
        assertArrayEquals(new byte[SIZE], server.image("image"));
        try (RawPeer next = open(UUID.randomUUID(), 0, 1)) {
            next.send(new Message.Farewell());
            assertNull(next.awaitEnd());
            takeImage();
        }
    }
}
