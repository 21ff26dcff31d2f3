package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.ReadOutcome;
import salvor.copier.testing.ImageDevice;
import salvor.copier.transfer.Blocks;
import salvor.copier.transfer.Chunk;
import salvor.protocol.codec.Wire;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.Access;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** What servers may answer: the client believes none of it, ends in one line, and never hangs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileServerTest {

    private static final int SIZE = 1 << 16;

    private static final Timing IMPATIENT =
            new Timing(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ZERO);

    private static final ClientOptions OPTIONS =
            new ClientOptions(false, 1, Compression.OFF, 0, IMPATIENT);

    private static final DeviceFacts FACTS = facts(SIZE, 512);

    private static DeviceFacts facts(long size, int sector) {
        return new DeviceFacts(size, sector, sector, 1, 1 << 20, "", "", "", 0);
    }

    private static Message.Welcome welcome() {
        return new Message.Welcome(Wire.VERSION, 0, Authentication.NONE, UUID.randomUUID());
    }

    /** What a server does on a connection. */
    @FunctionalInterface
    private interface Script {
        void play(RawPeer peer) throws IOException;
    }

    /** Plays a script on every connection. */
    private static final class FakeServer implements AutoCloseable {
        private final ServerSocket listener;
        private final AtomicInteger connections = new AtomicInteger();

        FakeServer(Script script) throws IOException {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().name("fake").start(() -> accept(script));
        }

        private void accept(Script script) {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> play(script, socket));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private static void play(Script script, Socket socket) {
            try (RawPeer peer = new RawPeer(socket)) {
                script.play(peer);
            } catch (IOException e) {
                // The client has had enough.
            }
        }

        RemoteName name() {
            return new RemoteName("127.0.0.1", listener.getLocalPort(), "disk");
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** Opening ends in one line, whether something is to be read or written. */
    private static void refused(Script script) throws Exception {
        try (FakeServer server = new FakeServer(script)) {
            IOException e =
                    assertThrows(IOException.class, () -> new RemoteDevice(server.name(), OPTIONS));
            assertFalse(e.toString().matches("(?s).*\\p{Cntrl}.*"), e.toString());
            e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    new RemoteDestination(
                                            server.name(),
                                            new ImageDevice("disk", new byte[SIZE]),
                                            1 << 20,
                                            0,
                                            OPTIONS));
            assertFalse(e.toString().matches("(?s).*\\p{Cntrl}.*"), e.toString());
            assertEquals(2, server.connections.get(), "a first contact is tried once");
        }
    }

    @Test
    void aHandshakeThatIsNoneEndsAtOnce() throws Exception {
        refused(peer -> {});
        refused(RawPeer::receive);
        refused(RawPeer::awaitEnd); // never says a word
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            refused(peer -> peer.send(noise));
        }
        refused(peer -> peer.send(new Message.Written(1)));
        refused(
                peer ->
                        peer.send(
                                new Message.Welcome(
                                        Wire.VERSION + 1,
                                        0,
                                        Authentication.NONE,
                                        UUID.randomUUID())));
        refused(
                peer ->
                        peer.send(
                                new Message.Welcome(
                                        Wire.VERSION, 0, Authentication.OTHER, UUID.randomUUID())));
        refused(peer -> peer.send(RawPeer.header(2, 0, Integer.MAX_VALUE, 0, 0, 0)));
        refused(
                peer ->
                        peer.send(
                                new Message.Trouble(
                                        Reason.DENIED, "no\n\u001b[2J\u0007\r\0 way\u009b")));
    }

    @Test
    void aServerThatHangsUpAtOnceIsAskedAbout() throws Exception {
        try (FakeServer server = new FakeServer(peer -> {})) {
            IOException e =
                    assertThrows(IOException.class, () -> new RemoteDevice(server.name(), OPTIONS));
            String why = String.valueOf(e.getMessage());
            assertTrue(why.endsWith("; is it salvor serve, and has it room for one more?"), why);
        }
    }

    @Test
    void anAnswerToAnotherQuestionEndsAtOnce() throws Exception {
        for (Message answer :
                List.of(
                        welcome(),
                        new Message.Force(1),
                        new Message.OpenExport("disk", Access.DEVICE),
                        new Message.Bytes(
                                1, 1, Encoding.STORED, 0, ByteBuffer.wrap(new byte[1])))) {
            refused(peer -> peer.send(welcome(), answer));
        }
        for (int type : new int[] {11, 21}) {
            refused(
                    peer -> {
                        peer.send(welcome());
                        peer.send(RawPeer.header(type, 0, Wire.MAX_CONTROL + 1, 0, 0, 0));
                    });
        }
    }

    /** What a device that answers every read so gives. */
    private static ReadOutcome read(Message... answers) throws Exception {
        Script script =
                peer -> {
                    peer.receive();
                    peer.send(welcome());
                    peer.receive();
                    peer.send(new Message.ExportOpened(FACTS));
                    peer.receive();
                    peer.send(answers);
                    peer.awaitEnd();
                };
        try (FakeServer server = new FakeServer(script);
                RemoteDevice device = new RemoteDevice(server.name(), OPTIONS);
                Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(3 * 512);
            ReadOutcome outcome = device.read(0, memory.asSlice(512, 512));
            for (long at = 0; at < memory.byteSize(); at++) {
                if (at < 512 || at >= 1024) {
                    assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, at), "beside the buffer");
                }
            }
            return outcome;
        }
    }

    private static Message bytes(long id, int length, Encoding encoding, int payload) {
        byte[] bytes = new byte[payload];
        new Random(4).nextBytes(bytes);
        int sum = Blocks.checksum(MemorySegment.ofArray(bytes));
        return new Message.Bytes(id, length, encoding, sum, ByteBuffer.wrap(bytes));
    }

    @Test
    void bytesThatWereNotAskedForAreNotBelieved() throws Exception {
        assertEquals(new ReadOutcome.Complete(512), read(bytes(1, 512, Encoding.STORED, 512)));
        for (Message wrong :
                List.of(
                        bytes(2, 512, Encoding.STORED, 512),
                        bytes(1, 513, Encoding.STORED, 513),
                        bytes(1, Wire.MAX_BLOCK, Encoding.STORED, Wire.MAX_BLOCK),
                        bytes(1, 512, Encoding.LZ4, 100),
                        bytes(1, Wire.MAX_BLOCK, Encoding.LZ4, 100),
                        new Message.Bytes(
                                1, 512, Encoding.STORED, 7, ByteBuffer.wrap(new byte[512])),
                        new Message.ZeroBytes(1, 513),
                        new Message.ZeroBytes(9, 512),
                        new Message.DataFound(1, new Extent(0, 512)),
                        new Message.Forced(1),
                        new Message.ReadEnd(5))) {
            ReadOutcome.Failed failed =
                    assertInstanceOf(ReadOutcome.Failed.class, read(wrong), wrong.toString());
            assertEquals(ErrorClass.VANISHED, failed.kind());
        }
    }

    @Test
    void anAnswerThatComesTwiceEndsTheLinkOnly() throws Exception {
        assertEquals(
                new ReadOutcome.Complete(512),
                read(bytes(1, 512, Encoding.STORED, 512), bytes(1, 512, Encoding.STORED, 512)));
    }

    @Test
    void aDeviceOfImpossibleMeasuresHarmsNobody() throws Exception {
        for (DeviceFacts facts :
                List.of(
                        facts(Long.MAX_VALUE, 1 << 20),
                        facts(0, 512),
                        facts(SIZE, 3),
                        new DeviceFacts(SIZE, 0, 0, 0, 0, "", "", "", Long.MAX_VALUE))) {
            try (FakeServer server =
                            new FakeServer(
                                    peer -> {
                                        peer.send(welcome(), new Message.ExportOpened(facts));
                                        peer.awaitEnd();
                                    });
                    RemoteDevice device = new RemoteDevice(server.name(), OPTIONS)) {
                assertEquals(facts.size(), device.size());
                assertTrue(device.geometry().logicalSector() >= 1);
                assertTrue(device.geometry().alignment() >= 1);
            }
        }
    }

    /** Up to where the image is open. */
    private static void takeImage(RawPeer peer) throws IOException {
        peer.receive();
        peer.send(welcome());
        peer.receive();
        peer.send(new Message.ImageOpened(-1));
    }

    /** A server that takes an image, and answers every order with these. */
    private static IOException write(Message... answers) throws Exception {
        byte[] disk = new byte[SIZE];
        new Random(5).nextBytes(disk);
        Script script =
                peer -> {
                    takeImage(peer);
                    peer.receive();
                    peer.send(answers);
                    peer.awaitEnd();
                };
        try (FakeServer server = new FakeServer(script);
                BufferPool pool = new BufferPool(1, SIZE);
                RemoteDestination image =
                        new RemoteDestination(
                                server.name(), new ImageDevice("disk", disk), SIZE, 0, OPTIONS)) {
            MemorySegment buffer = pool.take();
            MemorySegment.copy(disk, 0, buffer, ValueLayout.JAVA_BYTE, 0, SIZE);
            image.put(Chunk.of(new Extent(0, SIZE), buffer, pool));
            return assertThrows(IOException.class, image::force);
        }
    }

    @Test
    void confirmationsThatMakeNoSenseEndTheRescueAndNeverTheWaiting() throws Exception {
        for (Message answer :
                List.of(
                        new Message.Bytes(1, 1, Encoding.STORED, 0, ByteBuffer.wrap(new byte[1])),
                        new Message.ReadEnd(1),
                        new Message.ImageOpened(5),
                        new Message.Trouble(Reason.DEVICE, "broken\n\u001b[2J"),
                        new Message.Trouble(Reason.BAD_CHECKSUM, "again and again"))) {
            IOException e = write(answer);
            assertFalse(e.toString().matches("(?s).*\\p{Cntrl}.*"), e.toString());
        }
    }

    @Test
    void aServerOfAnEarlierVersionIsToldNoFarewell() throws Exception {
        CompletableFuture<Boolean> silent = new CompletableFuture<>();
        Script script =
                peer -> {
                    takeImage(peer);
                    silent.complete(peer.receive() == null);
                };
        Device disk = new ImageDevice("disk", new byte[SIZE]);
        try (FakeServer server = new FakeServer(script)) {
            new RemoteDestination(server.name(), disk, SIZE, 0, OPTIONS).close();
            assertTrue(silent.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServerThatDropsEveryLinkIsDialledAFewTimesAndGivenUp() throws Exception {
        Device disk = new ImageDevice("disk", new byte[SIZE]);
        try (FakeServer server = new FakeServer(HostileServerTest::takeImage);
                RemoteDestination image =
                        new RemoteDestination(server.name(), disk, SIZE, 0, OPTIONS)) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> {
                                while (true) {
                                    image.force();
                                    Thread.sleep(10);
                                }
                            });
            assertTrue(e.toString().contains("gave up"), e.toString());
            assertTrue(server.connections.get() < 20, server.connections + " connections");
        }
    }
}
