package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.ReadOutcome;
import salvor.copier.testing.ImageDevice;
import salvor.copier.transfer.Blocks;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.Access;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/**
 * What clients may try: none gets out of the root, and none harms the server or its other clients.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileClientTest {

    private static final int SIZE = 1 << 16;

    @TempDir Path folder;
    private Path root;
    private Loopback server;
    private final byte[] disk = new byte[SIZE];

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(disk);
        root = Files.createDirectory(folder.resolve("root"));
        server = new Loopback(root);
        server.export("disk", new ImageDevice("disk", disk));
    }

    /** Whatever was tried: the server serves on. */
    @AfterEach
    void stop() throws IOException {
        try (RemoteDevice device = new RemoteDevice(server.name("disk"), Loopback.options());
                Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(SIZE);
            assertEquals(new ReadOutcome.Complete(SIZE), device.read(0, into));
            assertArrayEquals(disk, into.toArray(ValueLayout.JAVA_BYTE));
        } finally {
            server.close();
        }
    }

    private static Message.OpenImage image(String name, long size) {
        return image(name, size, UUID.randomUUID(), 0, 1);
    }

    private static Message.OpenImage image(
            String name, long size, UUID session, int slot, int attempt) {
        DeviceFacts facts = new DeviceFacts(size, 512, 512, 1, 1 << 20, "", "", "", 0);
        return new Message.OpenImage(
                name, facts, session, Message.NO_INSTANCE, slot, 4, attempt, 1 << 20, 0);
    }

    private Message.Trouble refused(Message open) throws IOException {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(open);
            return assertInstanceOf(Message.Trouble.class, peer.receive(), open.toString());
        }
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void noNameLeadsOutOfTheRootOrToTheServersOwnFiles() throws Exception {
        Path outside = Files.write(folder.resolve("outside"), disk);
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.write(folder.resolve("elsewhere/secret"), disk);
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("made"));
        Files.createSymbolicLink(root.resolve("way"), folder.resolve("elsewhere"));
        Files.createDirectory(root.resolve("inside"));
        assertEquals(0, new ProcessBuilder("mkfifo", root + "/pipe").inheritIO().start().waitFor());
        List<String> before = tree();
        for (String name :
                List.of(
                        "..",
                        "../outside",
                        "inside/../../outside",
                        "inside/..",
                        ".",
                        "./link",
                        "/etc/passwd",
                        outside.toString(),
                        "/",
                        "inside/",
                        "inside//x",
                        "inside",
                        "link",
                        "dangling",
                        "way/secret",
                        "way/new",
                        "pipe",
                        "nul\0",
                        "..\0/x",
                        "nosuch/x",
                        "x".repeat(300),
                        "image.salvor",
                        "image.salvor-new",
                        "inside/image.salvor",
                        ".salvor")) {
            Message.Trouble trouble = refused(new Message.OpenExport(name, Access.DEVICE));
            boolean plain = trouble.reason() == Reason.DENIED;
            assertTrue(plain || trouble.reason() == Reason.NOT_FOUND, name + ": " + trouble);
            trouble = refused(image(name, SIZE));
            plain = trouble.reason() == Reason.DENIED;
            assertTrue(plain || trouble.reason() == Reason.NOT_FOUND, name + ": " + trouble);
        }
        assertEquals(before, tree());
        assertArrayEquals(disk, Files.readAllBytes(outside));
    }

    @Test
    void namesThatTheFormatForbidsEndTheConnection() throws Exception {
        byte[] open = RawPeer.bytesOf(new Message.OpenExport("disk", Access.DEVICE));
        for (int length : new int[] {0, 5, Wire.MAX_TEXT + 1, 0xFFFF}) {
            byte[] bytes = open.clone();
            ByteBuffer.wrap(bytes).putShort(40, (short) length);
            ended(bytes);
        }
    }

    /** The server ends the connection of a greeted client that says this. */
    private void ended(byte[] bytes) throws IOException {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(bytes);
            Message.Trouble trouble = peer.awaitEnd();
            assertNotNull(trouble);
            assertEquals(Reason.PROTOCOL, trouble.reason(), trouble.text());
        }
    }

    @Test
    void aFrameThatIsTooLongEndsTheConnectionBeforeItsPayloadComes() throws Exception {
        for (int type = 0; type < 256; type++) {
            ended(RawPeer.header(type, 0, Integer.MAX_VALUE, 1, 0, Integer.MAX_VALUE));
        }
        for (int length : new int[] {-1, Integer.MIN_VALUE, Wire.MAX_CONTROL + 1}) {
            ended(RawPeer.header(10, 0, length, 0, 0, 0));
        }
        int tooLong = Wire.MAX_BLOCK + 1;
        ended(RawPeer.header(22, 0, tooLong, 1, 0, tooLong));
        ended(RawPeer.header(22, 1, tooLong - 1, 1, 0, tooLong));
    }

    @Test
    void aStrangerIsToldNothing() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[40 + random.nextInt(200)];
            random.nextBytes(noise);
            try (RawPeer peer = RawPeer.connect(server.address())) {
                peer.send(noise);
                assertNull(peer.receive());
            }
        }
        for (Message message :
                List.of(
                        new Message.OpenExport("disk", Access.DEVICE),
                        image("image", SIZE),
                        new Message.Read(1, new Extent(0, 512)),
                        new Message.Welcome(
                                Wire.VERSION, 0, Authentication.NONE, UUID.randomUUID()))) {
            try (RawPeer peer = RawPeer.connect(server.address())) {
                peer.send(message);
                assertNull(peer.receive());
            }
        }
    }

    @Test
    void whatIsOutOfPlaceEndsTheConnection() throws Exception {
        for (Message message :
                List.of(
                        new Message.Hello(Wire.VERSION, 0, Authentication.NONE),
                        new Message.OpenExport("disk", Access.DEVICE),
                        image("image", SIZE),
                        new Message.Written(1),
                        new Message.Force(1),
                        new Message.Farewell(),
                        new Message.Zeros(1, new Extent(0, 512)),
                        new Message.Read(1, new Extent(0, 0)),
                        new Message.Read(1, new Extent(0, Wire.MAX_BLOCK + 1)),
                        new Message.ImageOpened(0))) {
            try (RawPeer peer = RawPeer.greeted(server.address())) {
                peer.send(new Message.OpenExport("disk", Access.DEVICE));
                assertInstanceOf(Message.ExportOpened.class, peer.receive());
                peer.send(message);
                Message.Trouble trouble = peer.awaitEnd();
                assertNotNull(trouble, message.toString());
                assertEquals(Reason.PROTOCOL, trouble.reason());
            }
        }
    }

    @Test
    void readsAnywhereAreAnsweredAndTooManyAreNot() throws Exception {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(new Message.OpenExport("disk", Access.DEVICE));
            assertInstanceOf(Message.ExportOpened.class, peer.receive());
            peer.send(
                    new Message.Read(7, new Extent(SIZE, 512)),
                    new Message.Read(7, new Extent(0, 512)),
                    new Message.Read(7, new Extent(0, 512)),
                    new Message.Read(-1, new Extent(Long.MAX_VALUE / 512 * 512 - 512, 512)));
            List<Message> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(assertNotNullMessage(peer.receive()));
            }
            assertEquals(2, answers.stream().filter(Message.Bytes.class::isInstance).count());
            assertEquals(2, answers.stream().filter(Message.ReadEnd.class::isInstance).count());
        }
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(new Message.OpenExport("disk", Access.DEVICE));
            assertInstanceOf(Message.ExportOpened.class, peer.receive());
            Message[] flood = new Message[20_000];
            for (int i = 0; i < flood.length; i++) {
                flood[i] = new Message.Read(i, new Extent(0, SIZE));
            }
            try {
                peer.send(flood);
            } catch (IOException e) {
                // It was thrown out while it still spoke.
            }
            peer.awaitEnd();
        }
    }

    private static Message assertNotNullMessage(@Nullable Message m) {
        if (m == null) {
            throw new AssertionError("the connection ended");
        }
        return m;
    }

    @Test
    void anOrderPastTheImageOrAgainstWhatWasSaidWritesNothing() throws Exception {
        byte[] block = new byte[512];
        ByteBuffer payload = ByteBuffer.wrap(block);
        int sum = Blocks.checksum(MemorySegment.ofArray(block));
        for (Message order :
                List.of(
                        new Message.Zeros(1, new Extent(SIZE, 1)),
                        new Message.Fill(1, new Extent(0, Long.MAX_VALUE)),
                        new Message.Block(1, SIZE - 511, 512, Encoding.STORED, sum, payload),
                        new Message.Block(
                                1, 0, 512, Encoding.LZ4, sum, payload.duplicate().limit(7)),
                        new Message.Block(1, 0, 512, Encoding.STORED, ~sum, payload),
                        new Message.Read(1, new Extent(0, 512)))) {
            try (RawPeer peer = RawPeer.greeted(server.address())) {
                peer.send(image("image", SIZE));
                assertInstanceOf(Message.ImageOpened.class, peer.receive());
                peer.send(order);
                Message.Trouble trouble = peer.awaitEnd();
                assertNotNull(trouble, order.toString());
            }
            assertArrayEquals(new byte[SIZE], server.image("image"));
        }
    }

    @Test
    void idsThatRepeatOrGoBackAreOnlyTheClientsOwnLoss() throws Exception {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(image("image", SIZE));
            assertInstanceOf(Message.ImageOpened.class, peer.receive());
            peer.send(
                    new Message.Zeros(9, new Extent(0, 512)),
                    new Message.Zeros(9, new Extent(0, 512)),
                    new Message.Zeros(-3, new Extent(0, 512)),
                    new Message.Force(4),
                    new Message.Force(4));
            int forced = 0;
            while (forced < 2) {
                if (assertNotNullMessage(peer.receive()) instanceof Message.Forced) {
                    forced++;
                }
            }
        }
    }

    @Test
    void whatIsWrittenBeforeAForceIsConfirmedThoughNothingFollows() throws Exception {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(image("image", SIZE));
            assertInstanceOf(Message.ImageOpened.class, peer.receive());
            for (long id = 1; id < 400; id += 2) {
                peer.send(
                        new Message.Zeros(id, new Extent(0, 512)),
                        new Message.Zeros(id + 1, new Extent(512, 512)),
                        new Message.Force(id));
                boolean written = false;
                boolean forced = false;
                while (!written || !forced) {
                    Message answer = assertNotNullMessage(peer.receive());
                    written |= answer instanceof Message.Written(var done) && done == id + 1;
                    forced |= answer instanceof Message.Forced;
                }
            }
        }
    }

    @Test
    void aNewerConnectionTakesTheSlotAndTheOlderMayNotHaveItBack() throws Exception {
        UUID session = UUID.randomUUID();
        try (RawPeer first = RawPeer.greeted(server.address());
                RawPeer second = RawPeer.greeted(server.address())) {
            first.send(image("image", SIZE, session, 0, 1));
            assertInstanceOf(Message.ImageOpened.class, first.receive());
            second.send(image("image", SIZE, session, 0, 2));
            assertInstanceOf(Message.ImageOpened.class, second.receive());
            Message.Trouble trouble = first.awaitEnd();
            assertNotNull(trouble);
            assertEquals(Reason.SUPERSEDED, trouble.reason());
            assertEquals(Reason.SUPERSEDED, refused(image("image", SIZE, session, 0, 1)).reason());
        }
    }

    @Test
    void anImageOfAnImpossibleSizeIsRefused() throws Exception {
        List<String> before = tree();
        assertEquals(Reason.DEVICE, refused(image("image", Long.MAX_VALUE)).reason());
        assertEquals(before, tree());
    }

    @Test
    void connectionsThatStayHalfOpenGoAwayAndFreeTheirPlace() throws Exception {
        List<RawPeer> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                RawPeer peer = RawPeer.connect(server.address());
                idle.add(peer);
                if (i % 3 == 0) {
                    peer.send("not a word".getBytes(StandardCharsets.US_ASCII));
                }
            }
            for (RawPeer peer : idle) {
                peer.awaitEnd();
            }
        } finally {
            for (RawPeer peer : idle) {
                peer.close();
            }
        }
    }

    @Test
    void aBlockThatNeverEndsFreesTheImage() throws Exception {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(image("image", SIZE));
            assertInstanceOf(Message.ImageOpened.class, peer.receive());
            peer.send(RawPeer.header(22, 0, 4096, 1, 0, 4096));
            peer.send(new byte[100]);
            peer.awaitEnd();
        }
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(image("image", SIZE));
            assertInstanceOf(Message.ImageOpened.class, peer.receive());
        }
    }

    @Test
    void moreServicesThanTheServerHasMemoryForAreRefusedUntilOthersLeave() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        int busy = 0;
        try {
            for (int i = 0; i < 40; i++) {
                RawPeer peer = RawPeer.greeted(server.address());
                peers.add(peer);
                peer.send(new Message.OpenExport("disk", Access.DEVICE));
                if (peer.receive() instanceof Message.Trouble(var reason, var _)) {
                    assertEquals(Reason.BUSY, reason);
                    busy++;
                }
            }
            assertEquals(8, busy);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
        for (int i = 0; i < 100 && !hasRoom(); i++) {
            Thread.sleep(50);
        }
    }

    private boolean hasRoom() throws IOException {
        try (RawPeer peer = RawPeer.greeted(server.address())) {
            peer.send(new Message.OpenExport("disk", Access.DEVICE));
            return peer.receive() instanceof Message.ExportOpened;
        }
    }
}
