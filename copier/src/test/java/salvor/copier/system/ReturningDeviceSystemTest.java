package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.SystemLab;

/**
 * A real block device that leaves in the middle of a rescue. Detaching an open loop device takes
 * effect only when it is closed, so its file is cut to nothing instead.
 */
@Tag("system")
class ReturningDeviceSystemTest {

    private static final long SIZE = 3L << 30;
    private static final int DATA = 32 << 20;

    @TempDir Path folder;
    private SystemLab lab;
    private String disk;
    private String device;

    @BeforeEach
    void build() throws IOException {
        lab = new SystemLab(folder);
        disk = drive("disk", 1);
        device = lab.loop(disk);
    }

    @AfterEach
    void undo() throws IOException {
        lab.close();
    }

    /** Sparse, with random bytes at both ends. */
    private String drive(String name, int seed) throws IOException {
        byte[] bytes = new byte[DATA];
        Random random = new Random(seed);
        try (RandomAccessFile file = new RandomAccessFile(lab.path(name), "rw")) {
            file.setLength(SIZE);
            for (long at : new long[] {0, SIZE - DATA}) {
                random.nextBytes(bytes);
                file.seek(at);
                file.write(bytes);
            }
        }
        return lab.path(name);
    }

    /** Starts a rescue, and takes the device away as soon as the first map is saved. */
    private Process rescueAndLose(Path log, String wait) throws Exception {
        Process process =
                Program.start(
                        folder,
                        log,
                        Map.of(),
                        "rescue",
                        "--wait-for-device",
                        wait,
                        device,
                        "image",
                        "image.map");
        while (!Files.exists(folder.resolve("image.map"))) {
            assertTrue(process.isAlive(), () -> text(log));
            Thread.sleep(10);
        }
        lab.run("truncate", "-s", "0", disk);
        lab.run("losetup", "-c", device);
        assertFalse(process.waitFor(500, TimeUnit.MILLISECONDS), () -> text(log));
        return process;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void await(Path log, String words) throws InterruptedException {
        for (int i = 0; i < 1000 && !text(log).contains(words); i++) {
            Thread.sleep(20);
        }
        assertTrue(text(log).contains(words), () -> text(log));
    }

    @Test
    void theRescueGoesOnUnderAnotherNodeAndReadsNothingOfAnImpostor() throws Exception {
        String copy = drive("copy", 1);
        String impostor = drive("impostor", 2);
        Path log = folder.resolve("log");
        Process process = rescueAndLose(log, "5min");
        await(log, "waiting for " + device);
        String impostorDevice = lab.loop(impostor, "-r");
        await(log, impostorDevice + ": is as large, but has other bytes");
        String copyDevice = lab.loop(copy, "-r");
        await(log, copyDevice + ": is the device that was awaited");

        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), () -> text(log));
        Program.run(folder, "cmp", "image", "copy").expect(0);
        Program.run(folder, "ddrescuelog", "-D", "image.map").expect(0);
    }

    @Test
    void whatDoesNotReturnLeavesNoSectorMarkedBad() throws Exception {
        Path log = folder.resolve("log");
        Process process = rescueAndLose(log, "3s");
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        assertEquals(2, process.exitValue(), () -> text(log));
        Program.Result bad = Program.run(folder, "ddrescuelog", "-l", "*/-", "image.map").expect(0);
        assertEquals("", bad.out());
        Program.Result kept = Program.run(folder, "ddrescuelog", "-l", "+", "image.map").expect(0);
        assertFalse(kept.out().isEmpty());
    }
}
