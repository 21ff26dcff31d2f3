package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code salvor rescue} with more than one copy, as a person asks for it. */
class RescueCopiesTest {

    private static final int SIZE = 1 << 20;

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
    private final byte[] disk = new byte[SIZE];

    @TempDir Path folder;

    @BeforeEach
    void build() throws IOException {
        new Random(1).nextBytes(disk);
        Files.write(folder.resolve("disk"), disk);
        Files.write(folder.resolve("twin"), disk);
        byte[] old = new byte[SIZE];
        new Random(2).nextBytes(old);
        Files.write(folder.resolve("old"), old);
        Files.writeString(folder.resolve("left"), "bad 65536 4096 1\nbad 131072 512 1\n");
        Files.writeString(folder.resolve("right"), "bad 262144 8192 1\n");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** A disk that fails as {@code faults} has it. */
    private String failing(String faults, String file) {
        return "sim:faults=" + path(faults) + ",disk=" + path(file);
    }

    private int run(String... arguments) {
        results.reset();
        diagnostics.reset();
        return Program.run(Arrays.asList(arguments), new Output(results, diagnostics));
    }

    private int rescue(String source, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("rescue", "--json", "-r", "0", source, path("image")));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    private String out() {
        return results.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return diagnostics.toString(StandardCharsets.UTF_8);
    }

    private void refused(String why, String... more) throws IOException {
        assertEquals(2, rescue(path("disk"), more), err());
        assertTrue(err().startsWith("salvor: ") && err().contains(why), err());
        assertEquals(1, err().lines().count(), err());
        assertFalse(Files.exists(folder.resolve("image")));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("twin")));
    }

    @Test
    void twoMembersWithDisjointDamageGiveACompleteImage() throws IOException {
        assertEquals(0, rescue(failing("left", "disk"), "--mirror", failing("right", "twin")));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("image")));
        assertTrue(out().contains("\"status\":\"complete\",\"conflicts\":0"), out());
        assertTrue(out().contains("\"filled\":0,\"rescued\":4608}]"), out());
        assertEquals(0, run("map", "list", "--origins", path("image.map")));
        String twin = " rescued " + failing("right", "twin") + "\n";
        assertEquals("65536 4096" + twin + "131072 512" + twin, out());
    }

    @Test
    void everyDifferenceIsReportedAndTheSourcesBytesStay() throws IOException {
        byte[] other = disk.clone();
        for (int at : new int[] {0, 70_000, 300_000, 300_512, SIZE - 1}) {
            other[at] ^= 1;
        }
        Files.write(folder.resolve("twin"), other);
        String twin = path("twin");
        assertEquals(1, rescue(path("disk"), "--mirror", twin, "--mirror-check"));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("image")));
        assertTrue(out().contains("\"conflicts\":5"), out());
        for (int at : new int[] {0, 69_632, 1_048_064}) {
            assertTrue(out().contains("\"start\":" + at + ",\"size\":512}"), out());
            assertTrue(err().contains(twin + ": 512 bytes at " + at + " differ"), err());
        }
    }

    @Test
    void whatNobodyCanReadComesFromTheOlderCopyAndIsNotRescued() throws IOException {
        String old = path("old");
        String source = failing("left", "disk");
        assertEquals(1, rescue(source, "--fill-from", old));
        assertTrue(out().contains("\"filled\":4608"), out());
        assertTrue(out().contains("\"rescued\":" + (SIZE - 4608) + ",\"bad\":4608"), out());
        byte[] wanted = disk.clone();
        byte[] fills = Files.readAllBytes(Path.of(old));
        System.arraycopy(fills, 65_536, wanted, 65_536, 4096);
        System.arraycopy(fills, 131_072, wanted, 131_072, 512);
        assertArrayEquals(wanted, Files.readAllBytes(folder.resolve("image")));
        run("map", "list", "--origins", path("image.map"));
        assertEquals("65536 4096 filled " + old + "\n131072 512 filled " + old + "\n", out());
        run("map", "show", path("image.map"));
        assertTrue(out().contains("from " + old + ": 0 bytes rescued, 4608 filled"), out());

        // It stays without being asked for, and gives way to what is really read.
        assertEquals(1, rescue(source));
        assertArrayEquals(wanted, Files.readAllBytes(folder.resolve("image")));
        assertEquals(0, rescue(source, "--mirror", path("twin")));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("image")));
        assertTrue(out().contains("\"filled\":0"), out());
    }

    @Test
    void anOlderCopyThatIsShorterFillsWhatItHas() throws IOException {
        byte[] old = new byte[66_000];
        Arrays.fill(old, (byte) 7);
        Files.write(folder.resolve("old"), old);
        assertEquals(1, rescue(failing("left", "disk"), "--fill-from", path("old")));
        assertTrue(out().contains("\"filled\":464"), out());
        byte[] image = Files.readAllBytes(folder.resolve("image"));
        assertEquals(7, image[65_999]);
        assertEquals(0, image[66_000]);
        assertEquals(0, image[131_072]);
    }

    @Test
    void whatCannotBeAMirrorIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("disk"));
        Files.createLink(folder.resolve("hard"), folder.resolve("disk"));
        Files.write(folder.resolve("short"), new byte[SIZE - 512]);
        Files.write(folder.resolve("empty"), new byte[0]);
        refused(" itself; name another copy", "--mirror", path("disk"));
        refused(" itself; name another copy", "--mirror", folder + "/./disk");
        refused(" itself; name another copy", "--mirror", path("link"));
        refused(" itself; name another copy", "--mirror", path("hard"));
        refused(" itself; name another copy", "--fill-from", path("hard"));
        refused("is no mirror of it", "--mirror", path("short"));
        refused("is empty", "--fill-from", path("empty"));
        refused("is given twice", "--mirror", path("twin"), "--mirror", path("twin"));
        refused("is given twice", "--mirror", path("twin"), "--fill-from", path("twin"));
        refused("there is no mirror to check", "--mirror-check");
        refused("No such file", "--mirror", path("absent"));
        refused("No such file", "--fill-from", path("absent"));
    }

    @Test
    void aCopyThatIsReadIsNeverTheDestination() throws IOException {
        Files.createLink(folder.resolve("hard"), folder.resolve("twin"));
        for (String option : List.of("--mirror", "--fill-from")) {
            for (String destination : List.of("twin", "hard")) {
                assertEquals(
                        2, run("rescue", option, path("twin"), path("disk"), path(destination)));
                assertEquals(1, err().lines().count(), err());
                assertArrayEquals(disk, Files.readAllBytes(folder.resolve("twin")));
            }
            String map = path("twin");
            assertEquals(2, run("rescue", option, path("twin"), path("disk"), path("image"), map));
            assertArrayEquals(disk, Files.readAllBytes(folder.resolve("twin")));
        }
    }

    @Test
    void theFilesOfASimulatedDriveAreNoDestinationEither() throws IOException {
        assertEquals(2, run("rescue", failing("left", "disk"), path("disk")));
        assertEquals(2, run("rescue", failing("left", "disk"), path("left")));
        assertEquals(
                2, run("rescue", path("disk"), path("twin"), "--mirror", failing("left", "twin")));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("disk")));
        assertArrayEquals(disk, Files.readAllBytes(folder.resolve("twin")));
    }

    @Test
    void aDiskOfTheSameSizeThatIsNoTwinIsFoundOut() {
        assertEquals(2, rescue(failing("left", "disk"), "--mirror", path("old")));
        assertTrue(err().contains("is no mirror of"), err());
    }
}
