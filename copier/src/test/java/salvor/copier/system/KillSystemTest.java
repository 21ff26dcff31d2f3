package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import salvor.copier.device.FaultShapes.Shape;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.RescueOptions;

/**
 * SIGKILL at random moments: after each, no byte that the map calls rescued is wrong in the image,
 * and in the end the rescue completes. What was read more than once is reported.
 */
@Tag("system")
final class KillSystemTest {

    private static final long SIZE = 24L << 20;

    /** Bits a second: the whole disk takes about a second. */
    private static final String RATE = "200M";

    /** Of each kind: with the long tests more than 200 in all. */
    private static final int KILLS = Boolean.getBoolean("salvor.long") ? 70 : 7;

    private static final int STARTED_MS = 300;
    private static final int ENDED_MS = 1900;
    private static final long PATIENCE_S = 120;

    /** What is read at once where nothing fails, at most. */
    private static final int BLOCK = RescueOptions.CLUSTER_BYTES_MAX;

    /** In nbdkit's statistics: operations, seconds, and so much data. */
    private static final Pattern READ =
            Pattern.compile("^read: [^,]*, [^,]*, ([0-9.]+) ([bKMG])", Pattern.MULTILINE);

    @TempDir Path folder;

    private final long seed = Long.getLong("salvor.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** Who is killed. */
    enum Victim {
        CLIENT,
        SERVER,
        BOTH
    }

    @Test
    void aKilledRescueNeverClaimsWhatItHasNot() throws Exception {
        kill(Victim.CLIENT, "image", null);
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void aKillOnEitherSideNeverMakesAClaimThatIsNotTrue(Victim victim) throws Exception {
        try (Servers servers = new Servers(server(0))) {
            kill(victim, servers.server.location("image"), servers);
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
     * @param servers null: the rescue is local
     */
    private void kill(Victim victim, String destination, @Nullable Servers servers)
            throws Exception {
        System.out.println("replay with -Dsalvor.seed=" + seed);
        Disk disk = Disk.damaged(folder, Shape.SCRATCH, SIZE, 7);
        Path stats = folder.resolve("stats");
        int rescues = 0;
        int refusals = 0;
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
                if (!rescue.waitFor(STARTED_MS + random.nextInt(ENDED_MS), TimeUnit.MILLISECONDS)) {
                    kills++;
                    kill(victim, rescue, servers);
                }
                if (victim == Victim.SERVER || !killed(rescue)) {
                    // A first contact that meets a server just being killed fails at once.
                    if (victim == Victim.SERVER && rescue.exitValue() == 2) {
                        refusals++;
                        assertClaims(disk);
                    } else {
                        assertEquals(1, rescue.exitValue(), () -> log());
                        assertFinished(disk);
                        rescues++;
                    }
                } else {
                    assertClaims(disk);
                }
            }
            assertEquals(1, finish(device, destination), () -> log());
            assertFinished(disk);
            rescues++;
        }
        String what = (servers == null ? "a local " : "a remote ") + victim;
        report(what + ", " + refusals + " refused at first contact", disk, stats, rescues);
    }

    /** A client whose server was killed goes on by itself, with the one that took its place. */
    private void kill(Victim victim, Process rescue, @Nullable Servers servers)
            throws IOException, InterruptedException {
        if (victim != Victim.SERVER) {
            rescue.destroyForcibly().waitFor();
        }
        if (victim != Victim.CLIENT && servers != null) {
            servers.killAndRestart();
        }
        if (!rescue.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            rescue.destroyForcibly();
            throw new AssertionError("the rescue hangs: " + log());
        }
    }

    private static boolean killed(Process process) {
        return process.exitValue() == 128 + 9;
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
        try {
            disk.assertRescued(folder.resolve("image"), folder.resolve("image.map"));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the rescue said: " + log(), e);
        }
        Files.delete(folder.resolve("image"));
        Files.delete(folder.resolve("image.map"));
    }

    /** The stats filter counts what nbdkit was asked for and gave. */
    private void report(String what, Disk disk, Path stats, int rescues) throws IOException {
        long readable = disk.truth().total(Status.RESCUED);
        Matcher given = READ.matcher(Files.readString(stats));
        assertTrue(given.find());
        double bytes =
                Double.parseDouble(given.group(1)) * (1L << (10 * "bKMG".indexOf(given.group(2))));
        System.out.printf(
                Locale.ROOT,
                "%d kills of %s, %d rescues of %d readable bytes each, %.0f read in all: %.0f"
                        + " blocks of %d bytes read again per kill%n",
                KILLS,
                what,
                rescues,
                readable,
                bytes,
                (bytes - (double) rescues * readable) / BLOCK / KILLS,
                BLOCK);
    }
}
