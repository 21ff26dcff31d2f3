package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image on a server is free as soon as its client has ended in order, and not when it died. */
@Tag("system")
final class LeavingClientSystemTest {

    private static final int SIZE = 64 << 20;
    private static final int POLL_MS = 50;

    @TempDir Path folder;

    /**
     * Ends a rescue to a server by a signal; tells what {@code flock -n} then says of the image.
     */
    private int flockAfter(String signal, int status) throws Exception {
        byte[] disk = new byte[SIZE];
        new Random(1).nextBytes(disk);
        Files.write(folder.resolve("source"), disk);
        Path root = Files.createDirectory(folder.resolve("root"));
        Path log = folder.resolve("log");
        try (Server server = Server.start(folder, 0, "--root", root.toString())) {
            String there = server.location("image");
            Process rescue =
                    Program.start(
                            folder, log, Map.of(), "rescue", "--limit", "1M", "source", there);
            try {
                while (rescue.isAlive() && !Files.exists(folder.resolve("image.map"))) {
                    Thread.sleep(POLL_MS);
                }
                Program.run(folder, "kill", "-" + signal, "" + rescue.pid()).expect(0);
                assertTrue(rescue.waitFor(1, TimeUnit.MINUTES));
                assertEquals(status, rescue.exitValue(), Files.readString(log));
            } finally {
                rescue.destroyForcibly();
            }
            return Program.run(root, "flock", "-n", "image", "true").status();
        }
    }

    @Test
    void anInterruptedClientLeavesTheImageAtOnce() throws Exception {
        assertEquals(0, flockAfter("INT", 130));
    }

    @Test
    void aKilledClientIsWaitedFor() throws Exception {
        assertEquals(1, flockAfter("KILL", 137));
    }
}
