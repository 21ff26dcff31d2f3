package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.Access;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * What clients announce costs a server no more memory than its limits say. The server is a process
 * of its own whose heap is there from the start, and ends when that is not enough; the rest is
 * measured as the most that the kernel ever gave it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileMemoryTest {

    private static final int SIZE = 8 << 20;
    private static final long MIB = 1 << 20;

    /** What one connection may cost: the buffers of its service, and what the JVM adds. */
    private static final long ONE_CONNECTION = 16 * MIB;

    /** Services at once, and the megabytes of an export's buffers. */
    private static final long ALL_CONNECTIONS = 32 * 6 * MIB + ONE_CONNECTION;

    private static final String READY = "listening on 127.0.0.1:";

    @TempDir Path folder;
    private Process process;
    private InetSocketAddress server;

    @BeforeEach
    void start() throws IOException {
        Files.write(folder.resolve("disk"), new byte[SIZE]);
        Files.createDirectory(folder.resolve("root"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:MaxDirectMemorySize=1g"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("salvor.copier.cli.Main", "serve", "--insecure"));
        command.addAll(List.of("--listen", "127.0.0.1:0", "--export", "disk=disk"));
        command.addAll(List.of("--root", "root"));
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("log").toFile())
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = String.valueOf(out.readLine());
        assertTrue(line.startsWith(READY), line);
        int port = Integer.parseInt(line.substring(READY.length()).strip());
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        useHonestly();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** One client after the other uses what the server has; all its code is loaded then. */
    private void useHonestly() throws IOException {
        try (RawPeer peer = image(Wire.MAX_BLOCK)) {
            byte[] block = new byte[Wire.MAX_BLOCK];
            peer.send(RawPeer.header(22, 0, block.length, 1, 0, block.length));
            peer.send(block);
            peer.awaitEnd(); // its checksum is wrong
        }
        try (RawPeer peer = export()) {
            peer.send(
                    new Message.Read(1, new Extent(0, Wire.MAX_BLOCK)),
                    new Message.Hash(2, new Extent(0, SIZE), SIZE / Wire.MAX_HASHES, 0, true));
            assertNotNull(peer.receive());
            assertNotNull(peer.receive());
        }
    }

    private RawPeer image(int blockLength) throws IOException {
        RawPeer peer = RawPeer.greeted(server);
        DeviceFacts facts = new DeviceFacts(SIZE, 512, 512, 1, 1 << 20, "", "", "", 0);
        peer.send(
                new Message.OpenImage(
                        "image",
                        facts,
                        UUID.randomUUID(),
                        Message.NO_INSTANCE,
                        0,
                        1,
                        1,
                        blockLength,
                        0));
        peer.receive();
        return peer;
    }

    private RawPeer export() throws IOException {
        RawPeer peer = RawPeer.greeted(server);
        peer.send(new Message.OpenExport("disk", Access.CACHED));
        assertInstanceOf(Message.ExportOpened.class, peer.receive());
        return peer;
    }

    /** What a client does. */
    @FunctionalInterface
    private interface Attack {
        void run() throws IOException;
    }

    /** The server lives through it, and needs at most so many bytes more than before. */
    private void costs(String what, long most, Attack attack) throws IOException {
        // Writing 5 there sets the mark of the most memory to what is in use now.
        Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
        long before = peak();
        try {
            attack.run();
        } catch (IOException e) {
            // It was thrown out while it still spoke.
        }
        assertTrue(process.isAlive(), what + " ended the server");
        export().close();
        long cost = peak() - before;
        assertTrue(cost <= most, what + " took " + cost / MIB + " MiB");
    }

    /** The most memory that the process ever had, in bytes. */
    private long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("no VmHWM");
    }

    /** Announces a frame, and sends as much of it as the server takes, up to 128 MiB. */
    private static void pour(RawPeer peer, int type, int length) throws IOException {
        peer.send(RawPeer.header(type, 0, length, 1, 0, length));
        byte[] some = new byte[1 << 20];
        for (int i = 0; i < 128; i++) {
            peer.send(some);
        }
    }

    @Test
    void framesOfAnyAnnouncedLength() throws Exception {
        for (int type : new int[] {1, 10, 20, 22, 28}) {
            for (int length : new int[] {Integer.MAX_VALUE, 128 << 20, -1}) {
                String what = "type " + type + ", length " + length;
                costs(
                        what + ", by a stranger",
                        ONE_CONNECTION,
                        () -> {
                            try (RawPeer peer = RawPeer.connect(server)) {
                                pour(peer, type, length);
                            }
                        });
                costs(
                        what,
                        ONE_CONNECTION,
                        () -> {
                            try (RawPeer peer = image(Wire.MAX_BLOCK)) {
                                pour(peer, type, length);
                            }
                        });
            }
        }
    }

    @Test
    void blocksOfAnyAnnouncedLength() throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, 1 << 26, Wire.MAX_BLOCK + 1}) {
            costs("blocks of " + length, ONE_CONNECTION, () -> image(length).close());
        }
    }

    @Test
    void hashesOfAnyAnnouncedNumber() throws Exception {
        for (int block : new int[] {1, 512, 0, -1, Integer.MAX_VALUE}) {
            for (long length : new long[] {SIZE, Long.MAX_VALUE / 2}) {
                costs(
                        "hashes of " + length + " by " + block,
                        ONE_CONNECTION,
                        () -> {
                            try (RawPeer peer = export()) {
                                peer.send(
                                        new Message.Hash(
                                                1, new Extent(0, length), block, 0, false));
                                peer.awaitEnd();
                            }
                        });
            }
        }
    }

    @Test
    void asManyClientsAsCome() throws Exception {
        costs(
                "a crowd",
                ALL_CONNECTIONS,
                () -> {
                    List<RawPeer> crowd = new ArrayList<>();
                    try {
                        for (int i = 0; i < 150; i++) {
                            RawPeer peer = RawPeer.greeted(server);
                            crowd.add(peer);
                            peer.send(new Message.OpenExport("disk", Access.CACHED));
                            peer.receive();
                        }
                    } finally {
                        for (RawPeer peer : crowd) {
                            peer.close();
                        }
                    }
                });
    }
}
