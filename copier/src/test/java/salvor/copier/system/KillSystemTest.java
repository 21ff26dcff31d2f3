package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.FaultShapes.Shape;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;

/**
 * SIGKILL at random moments: after each, no byte that the map calls rescued is wrong in the image,
 * and in the end the rescue completes. What was read more than once is reported.
 */
@Tag("system")
final class KillSystemTest {

    private static final long SIZE = 24L << 20;

    /** Bits a second: the whole disk takes about a second. */
    private static final String RATE = "200M";

    private static final int KILLS = Boolean.getBoolean("salvor.long") ? 200 : 20;
    private static final int STARTED_MS = 300;
    private static final int ENDED_MS = 1900;
    private static final long PATIENCE_S = 120;

    @TempDir Path folder;

    private final long seed = Long.getLong("salvor.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aKilledRescueNeverClaimsWhatItHasNot() throws Exception {
        kill("the program", "image", null);
    }

    @Test
    void aKilledClientNeverClaimsWhatTheServerHasNot() throws Exception {
        try (Server server = server(0)) {
            kill("the client", server.location("image"), null);
        }
    }

    @Test
    @Tag("long")
    void aRescueGoesOnWithTheServerThatTookTheKilledOnesPlace() throws Exception {
        try (Servers servers = new Servers(server(0))) {
            kill("the server", servers.server.location("image"), servers);
        }
    }

    /** The server in force; each kill puts another in its place. */
    private final class Servers implements AutoCloseable {
        private Server server;

        Servers(Server server) {
            this.server = server;
        }

        void killAndRestart() throws IOException, InterruptedException {
            server.kill();
            server = server(server.port());
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private Server server(int port) throws IOException, InterruptedException {
        return Server.start(folder, port, "--root", folder.toString());
    }

    /**
     * Kills so often.
     *
     * @param servers whose server is killed, and at every third time the client too; null: the
     *     client
     */
    private void kill(String what, String destination, @Nullable Servers servers) throws Exception {
        System.out.println("replay with -Dsalvor.seed=" + seed);
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 7);
        Path stats = folder.resolve("stats");
        int rescues = 0;
        try (FailingBlockDevice device =
                FailingBlockDevice.start(
                        Files.createDirectory(folder.resolve("device")),
                        disk.file(),
                        disk.bad(),
                        "--filter=stats",
                        "statsfile=" + stats,
                        "--filter=rate",
                        "rate=" + RATE)) {
            for (int kills = 0; kills < KILLS; ) {
                Process rescue = start(device, destination);
                boolean ended =
                        rescue.waitFor(
                                STARTED_MS + random.nextInt(ENDED_MS), TimeUnit.MILLISECONDS);
                if (!ended) {
                    kills++;
                    boolean both = servers != null && kills % 3 == 0;
                    if (servers != null) {
                        servers.killAndRestart();
                    }
                    if (servers == null || both) {
                        rescue.destroyForcibly().waitFor();
                        assertClaims(disk);
                    } else {
                        // The client goes on by itself, with the server that took the other's
                        // place.
                        ended = rescue.waitFor(PATIENCE_S, TimeUnit.SECONDS);
                    }
                }
                // A first contact that meets a server just being killed fails at once, by contract.
                if (ended && servers != null && rescue.exitValue() == 2) {
                    assertClaims(disk);
                } else if (ended) {
                    assertEquals(1, rescue.exitValue(), () -> log());
                    assertFinished(disk);
                    rescues++;
                }
            }
            assertEquals(1, finish(device, destination), () -> log());
            assertFinished(disk);
            rescues++;
        }
        report(what, disk, stats, rescues);
    }

    private Process start(FailingBlockDevice device, String destination) throws IOException {
        return Program.start(
                folder,
                folder.resolve("log"),
                Map.of(),
                "rescue",
                "-r",
                "0",
                device.node(),
                destination);
    }

    private int finish(FailingBlockDevice device, String destination)
            throws IOException, InterruptedException {
        return start(device, destination).waitFor();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What the map calls rescued is right in the image, whatever the rest is. */
    private void assertClaims(Disk disk) throws IOException {
        Path map = folder.resolve("image.map");
        if (!Files.exists(map)) {
            return;
        }
        RescueMap claimed = MapFile.read(map.toString(), SIZE).map();
        for (Region region : claimed.regions()) {
            if (region.status() == Status.RESCUED) {
                disk.assertBytes(folder.resolve("image"), region.extent());
            }
        }
    }

    private void assertFinished(Disk disk) throws IOException {
        disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
        Files.delete(folder.resolve("image"));
        Files.delete(folder.resolve("image.map"));
    }

    /** The stats filter counts what nbdkit was asked for and gave. */
    private void report(String what, Disk disk, Path stats, int rescues) throws IOException {
        long readable = disk.truth().total(Status.RESCUED);
        for (String line : Files.readAllLines(stats)) {
            if (line.startsWith("read:")) {
                System.out.printf(
                        "%d kills of %s, %d rescues of %d readable bytes each; %s%n",
                        KILLS, what, rescues, readable, line);
            }
        }
    }
}
