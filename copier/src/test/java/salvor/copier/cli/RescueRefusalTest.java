package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileClaim;
import salvor.copier.device.FileStatus;
import salvor.copier.device.WritableFileDevice;

/** What a rescue refuses leaves everything as it was, and says so in one line. */
class RescueRefusalTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
    private final byte[] disk = new byte[3_000_001];
    private final byte[] old = new byte[2_000_000];

    @TempDir Path folder;

    @BeforeEach
    void build() throws IOException {
        Arrays.fill(disk, (byte) 1);
        Arrays.fill(old, (byte) 2);
        Files.write(folder.resolve("disk"), disk);
        Files.write(folder.resolve("old"), old);
        Files.writeString(folder.resolve("faults"), "bad 65536 4096 1\n");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String run(String... arguments) {
        results.reset();
        diagnostics.reset();
        int status = Program.run(List.of(arguments), new Output(results, diagnostics));
        String err = diagnostics.toString(StandardCharsets.UTF_8);
        assertEquals(2, status, err);
        assertTrue(err.startsWith("salvor: ") && err.indexOf('\n') == err.length() - 1, err);
        return err;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--sector-size=513",
                "--sector-size=1T",
                "--cluster-size=9999999",
                "--cluster-size=9999999999999",
                "--connections=0",
                "--compress=zstd",
                "--limit=much",
                "--log-reads=commands"
            })
    void anOptionThatCannotBeMeantTouchesNothing(String option) throws IOException {
        run("rescue", option, path("disk"), path("old"));
        run("rescue", option, path("disk"), path("new"));

        assertArrayEquals(old, Files.readAllBytes(folder.resolve("old")));
        assertFalse(Files.exists(folder.resolve("new")));
        assertFalse(Files.exists(Path.of("commands")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void noJavaInTheMessages() {
        String large = run("rescue", "--cluster-size=9999999999999", path("disk"), path("new"));
        assertFalse(large.contains("an int"), large);

        String name = "n".repeat(1025);
        String far = run("rescue", path("disk"), "salvor://127.0.0.1:1/" + name, path("map"));
        assertTrue(far.contains("at most 1024 bytes"), far);
    }

    @Test
    void theLogDoesNotReplaceWhatIsRead() throws IOException {
        String source = "sim:faults=" + path("faults") + ",disk=" + path("disk");

        String why = run("rescue", "--log-reads=" + path("disk"), source, path("new"));

        assertTrue(why.contains("is read from"), why);
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("disk")));
    }

    @Test
    void aLogIsWrittenInTheRigsGrammar() throws IOException {
        String source = "sim:faults=" + path("faults") + ",disk=" + path("disk");
        List<String> arguments =
                List.of("rescue", "-q", "--log-reads=" + path("log"), source, path("new"));

        assertEquals(1, Program.run(arguments, new Output(results, diagnostics)));

        assertFalse(Files.readAllLines(folder.resolve("log")).isEmpty());
    }

    @Test
    void aServersImageIsNotItsOwnDestination() {
        for (String host : List.of("127.0.0.1", "localhost", "[::1]")) {
            String why =
                    run(
                            "rescue",
                            "salvor://" + host + ":1/a.img",
                            "salvor://127.0.0.1:1/a.img",
                            path("map"));
            assertTrue(why.contains("is the source"), why);
        }
    }

    @Test
    void aMistypedDiskDoesNotBecomeAFileInMemory() throws DeviceException {
        assumeTrue(
                FileStatus.of("/dev").device() != FileStatus.of("/").device(),
                "/dev is a file system of its own");
        String why = run("rescue", path("disk"), "/dev/salvor-no-such-disk", path("map"));

        assertFalse(Files.exists(Path.of("/dev/salvor-no-such-disk")), why);
        assertFalse(Files.exists(folder.resolve("map")));
    }

    @Test
    void namesDoNotBreakTheLine() {
        String why = run("rescue", path("no\nsuch\033[1m"), path("new"));

        assertTrue(why.contains("no\\nsuch\\033[1m"), why);
    }

    @Test
    void aSourceIntoWhichSomebodyWritesIsRefused() throws DeviceException {
        try (WritableFileDevice _ = WritableFileDevice.open(path("disk"))) {
            String why = run("rescue", path("disk"), path("new"));
            assertTrue(why.contains("busy"), why);
        }
        assertFalse(Files.exists(folder.resolve("new")));
    }

    @Test
    void aMapThatAnotherRunWritesIsRefused() throws IOException {
        List<String> first = List.of("rescue", "-q", path("disk"), path("new"));
        assertEquals(0, Program.run(first, new Output(results, diagnostics)));
        byte[] map = Files.readAllBytes(folder.resolve("new.map"));
        Files.write(folder.resolve("new.map"), emptyMap());

        try (FileClaim _ = FileClaim.exclusive(path("new.map.salvor"))) {
            String why = run("rescue", path("disk"), path("other"), path("new.map"));
            assertTrue(why.contains("new.map.salvor") && why.contains("busy"), why);
        }

        assertArrayEquals(emptyMap(), Files.readAllBytes(folder.resolve("new.map")));
        Files.write(folder.resolve("new.map"), map);
        assertEquals(0, Program.run(first, new Output(results, diagnostics)));
    }

    private byte[] emptyMap() {
        return String.format("0x0 ? 1%n0x0 0x%X ?%n", disk.length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aServerExportsNoFolder() {
        String why =
                run("serve", "--listen=127.0.0.1:0", "--insecure", "--export=folder=" + folder);

        assertTrue(why.contains("is a directory"), why);
    }
}
