package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.SystemLab;

/**
 * Bad input and trouble, by whole processes: one line that says what, why and what to do, status 2,
 * and nothing damaged.
 */
@Tag("system")
final class RefusalSystemTest {

    private static final int SIZE = 3 << 20;

    /** What, why, and after that what to do about it. */
    private static final Pattern LINE = Pattern.compile("salvor: [^\n]+[;.?] [^\n]+\n");

    @TempDir Path folder;
    private SystemLab lab;

    @BeforeEach
    void build() throws IOException {
        lab = new SystemLab(folder);
        lab.file("source", SIZE);
    }

    @AfterEach
    void undo() throws IOException {
        lab.close();
    }

    /** The command is refused, and the folder is what it was. */
    private void refused(String why, String... arguments) throws Exception {
        refused(why, List.of(), arguments);
    }

    private void refused(String why, List<String> runner, String... arguments) throws Exception {
        Snapshot before = Snapshot.of(folder);
        assertLine(why, run(runner, arguments));
        assertEquals(before, Snapshot.of(folder), () -> String.join(" ", arguments));
    }

    private Program.Result run(List<String> runner, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(runner);
        command.add(Program.launcher());
        command.addAll(Arrays.asList(arguments));
        return Program.run(folder, command);
    }

    private static void assertLine(String why, Program.Result result) {
        result.expect(2);
        assertEquals("", result.out());
        assertLine(why, result.err());
    }

    private static void assertLine(String why, String err) {
        assertTrue(LINE.matcher(err).matches(), err);
        assertTrue(err.contains(why), err);
    }

    // ---- the source

    @Test
    void noSource() throws Exception {
        refused("SOURCE", "rescue");
        refused("DESTINATION", "rescue", "source");
        refused("nosuch: No such file", "rescue", "nosuch", "image");
        refused("No such file", "rescue", "", "image");
        refused("nosuch: No such file", "rescue", "/dev/nosuch", "image");
        refused("not a location", "rescue", "salvor://nowhere", "image");
        refused("sim:nosuch", "rescue", "sim:nosuch", "image");
    }

    @Test
    void anEmptySource() throws Exception {
        lab.file("empty", 0);
        refused("empty: is empty", "rescue", "empty", "image");
        refused("is empty", "rescue", lab.loop(lab.path("empty")), "image");
    }

    @Test
    void aSourceThatIsNoData() throws Exception {
        Files.createDirectory(folder.resolve("directory"));
        refused("directory: Is a directory", "rescue", "directory", "image");
        refused("/dev/null", "rescue", "/dev/null", "image");
    }

    @Test
    void aSourceThatMayNotBeRead() throws Exception {
        lab.run("chmod", "0", lab.path("source"));
        refused(
                "source: Permission denied",
                List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
                "rescue",
                "source",
                "image");
    }

    // ---- the destination

    @Test
    void aDestinationThatIsTheSource() throws Exception {
        lab.run("ln", lab.path("source"), lab.path("hard"));
        lab.run("ln", "-s", "source", lab.path("soft"));
        String loop = lab.loop(lab.path("source"));
        refused("is the source", "rescue", "source", "source");
        refused("is the source", "rescue", "source", "./source");
        refused("is the source", "rescue", "source", "hard");
        refused("is the source", "rescue", "source", "soft");
        refused("is the source", "rescue", "soft", "hard");
        refused("in common with the source", "rescue", "-f", loop, "source", "map");
        refused("in common with the source", "rescue", "-f", "source", loop, "map");
        refused("in common with the source", "rescue", "-f", "source", loop(), "map");
        refused("is the source", "rescue", "-f", loop, loop, "map");
    }

    private String loop() throws IOException {
        return lab.loop(lab.path("hard"), "--read-only");
    }

    @Test
    void aDestinationThatCannotBeMade() throws Exception {
        refused("nosuch/", "rescue", "source", "nosuch/image");
        refused("is a directory", "rescue", "source", ".");
        refused("", "rescue", "source", "");
        refused("cannot be a destination", "rescue", "source", "sim:healthy");
    }

    @Test
    void aFullDestination() throws Exception {
        lab.mount("tmpfs", "small", "-t", "tmpfs", "-o", "size=1m");
        Snapshot before = Snapshot.of(folder);
        assertLine("No space left", run(List.of(), "rescue", "source", "small/image", "map"));
        assertLine("No space left", run(List.of(), "rescue", "source", "small/image"));
        assertUnharmed(before);
        lab.run("mount", "-o", "remount,size=9m", lab.path("small"));
        Program.salvor(folder, "rescue", "source", "small/image", "map").expect(0);
        Program.run(folder, "cmp", "source", "small/image").expect(0);
    }

    @Test
    void aFullServer() throws Exception {
        lab.mount("tmpfs", "small", "-t", "tmpfs", "-o", "size=1m");
        Snapshot before = Snapshot.of(folder);
        try (Server server = Server.start(folder, 0, "--root", lab.path("small"))) {
            String there = server.location("image");
            assertLine("No space left", run(List.of(), "rescue", "source", there));
            assertUnharmed(before);
            // A client that failed does not come back; nobody is kept away from the image for it.
            lab.run("flock", "-w", "20", lab.path("small/image"), "true");
            lab.run("mount", "-o", "remount,size=9m", lab.path("small"));
            Program.salvor(folder, "rescue", "source", there).expect(0);
        }
        Program.run(folder, "cmp", "source", "small/image").expect(0);
    }

    /** All that was there is as it was; a rescue that began may have left something of its own. */
    private void assertUnharmed(Snapshot before) throws IOException {
        Map<String, String> now = Snapshot.of(folder).contents();
        before.contents().forEach((name, content) -> assertEquals(content, now.get(name), name));
    }

    // ---- the map

    @Test
    void aMapOfAnotherSize() throws Exception {
        Program.salvor(folder, "rescue", "-q", "source", "image").expect(0);
        lab.file("larger", 2 * SIZE);
        lab.file("smaller", SIZE / 2);
        refused("image.map: ", "rescue", "larger", "other", "image.map");
        refused("image.map: ", "rescue", "smaller", "other", "image.map");
        refused("image.map: ", "rescue", "larger", "image");
        refused("image: ", "rescue", "smaller", "image");
    }

    @Test
    void aMapThatWasCut() throws Exception {
        StringBuilder text = new StringBuilder("# Mapfile\n0x00000000  ?  1\n");
        List<Integer> lineEnds = new ArrayList<>();
        for (int at = 0; at < SIZE; at += SIZE / 8) {
            lineEnds.add(text.length());
            text.append("0x%08X  0x%08X  %c\n".formatted(at, SIZE / 8, "+?".charAt(at % 2)));
        }
        Files.copy(folder.resolve("source"), folder.resolve("image"));
        int last = text.length() - 1;
        List<Integer> cuts = new ArrayList<>(lineEnds);
        cuts.addAll(List.of(1, 9, 12, lineEnds.get(3) + 10, lineEnds.get(3) + 17, last - 1));
        for (int cut : cuts) {
            Files.writeString(folder.resolve("image.map"), text.substring(0, cut));
            refused("image.map:", "rescue", "source", "image");
        }
    }

    // ---- servers

    @Test
    void aServerThatCannotServe() throws Exception {
        Files.createDirectory(folder.resolve("images"));
        try (Server server = Server.start(folder, 0, "--root", lab.path("images"))) {
            String taken = "127.0.0.1:" + server.port();
            refused("already in use", "serve", "--insecure", "--listen", taken, "--root", ".");
        }
        String any = "127.0.0.1:0";
        refused("nosuch: No such file", "serve", "--insecure", "--listen", any, "--root", "nosuch");
        refused("is not a folder", "serve", "--insecure", "--listen", any, "--root", "source");
        refused("nothing to serve", "serve", "--insecure", "--listen", any);
        refused("--insecure", "serve", "--listen", any, "--root", ".");
        refused("port", "serve", "--insecure", "--listen", "127.0.0.1:x", "--root", ".");
    }

    @Test
    void whatIsInUseIsNotServedForWriting() throws Exception {
        lab.file("used", SIZE);
        String loop = lab.loop(lab.path("used"));
        lab.mountNew(loop, "mounted");
        String[] serve = {"serve", "--insecure", "--listen", "127.0.0.1:0", "--export", ""};
        for (String export : List.of("x=" + loop + ":rw", "x=" + lab.path("used") + ":rw")) {
            serve[serve.length - 1] = export;
            assertLine("is ", run(List.of(), serve));
        }
        serve[serve.length - 1] = "x=sim:healthy:rw";
        assertLine("only a path", run(List.of(), serve));
        try (Server server = Server.start(folder, 0, "--root", lab.path("mounted"))) {
            assertLine(
                    "another server has it",
                    run(
                            List.of(),
                            "serve",
                            "--insecure",
                            "--listen",
                            "127.0.0.1:0",
                            "--root",
                            "mounted"));
            // Slow enough that the small file system is not full before the other has come.
            String[] rescue = {
                "rescue", "--limit", "64k", "sim:healthy,size=16M", server.location("image")
            };
            Path log = folder.resolve("client.log");
            Process client = Program.start(folder, log, Map.of(), rescue);
            try {
                while (client.isAlive() && !Files.exists(folder.resolve("image.map"))) {
                    Thread.sleep(50);
                }
                assertLine(
                        "uses it",
                        run(
                                List.of(),
                                "rescue",
                                "sim:healthy,size=16M",
                                "mounted/image",
                                "other.map"));
            } finally {
                client.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aServerThatIsNotThere() throws Exception {
        Server server = Server.start(folder, 0, "--root", folder.toString());
        server.close();
        String there = server.location("image");
        refused("Connection refused", "rescue", "source", there);
        refused("Connection refused", "rescue", there, "image");
    }

    @Test
    void whatAServerDoesNotGive() throws Exception {
        lab.file("outside", SIZE);
        Files.createDirectory(folder.resolve("root"));
        lab.run("ln", "-s", "../outside", lab.path("root/link"));
        try (Server server =
                Server.start(
                        folder,
                        0,
                        "--root",
                        lab.path("root"),
                        "--export",
                        "source=" + lab.path("source"))) {
            refused("no such", "rescue", server.location("nosuch"), "image");
            refused("not a name", "rescue", server.location("../outside"), "image");
            refused("link", "rescue", server.location("link"), "image");
            refused("reading only", "rescue", "outside", server.location("source"));
            refused("not a name", "rescue", "source", server.location("../outside"), "map");
            refused("link", "rescue", "source", server.location("link"));
            refused("records", "rescue", "source", server.location("image.salvor"));
        }
    }

    @Test
    void aServerThatLeavesWhileItReceives() throws Exception {
        Files.createDirectory(folder.resolve("root"));
        Snapshot before = Snapshot.of(folder);
        Server server = Server.start(folder, 0, "--root", lab.path("root"));
        String[] command = {"--limit", "1M", "source", server.location("image"), "map"};
        loseServer(server, "Connection refused", command);
        assertUnharmed(before);
        assertGoesOn(server, "root/image", command, "--root", lab.path("root"));
    }

    @Test
    void aServerThatLeavesWhileItIsRead() throws Exception {
        Snapshot before = Snapshot.of(folder);
        String export = "source=" + lab.path("source");
        Server server = Server.start(folder, 0, "--export", export);
        String[] command = {"--limit", "1M", server.location("source"), "image", "map"};
        loseServer(server, "is gone", command);
        assertUnharmed(before);
        Program.Result bad = Program.run(folder, "ddrescuelog", "-l", "*/-", "map").expect(0);
        assertEquals("", bad.out());
        assertGoesOn(server, "image", command, "--export", export);
    }

    private void loseServer(Server server, String why, String... command) throws Exception {
        Path log = folder.resolve("log");
        List<String> arguments = new ArrayList<>(List.of("rescue", "--wait-for-device", "1s"));
        arguments.addAll(Arrays.asList(command));
        Process rescue = Program.start(folder, log, Map.of(), arguments.toArray(String[]::new));
        while (!Files.exists(folder.resolve("map"))) {
            assertTrue(rescue.isAlive(), () -> arguments + " ended too early");
            Thread.sleep(10);
        }
        server.kill();
        assertTrue(rescue.waitFor(1, TimeUnit.MINUTES));
        assertLine(why, Files.readString(log));
        assertEquals(2, rescue.exitValue());
    }

    /** The same command, with the server back, completes; what was there is not read again. */
    private void assertGoesOn(Server gone, String image, String[] command, String... options)
            throws Exception {
        Program.Result kept = Program.run(folder, "ddrescuelog", "-l", "+", "map").expect(0);
        assertFalse(kept.out().isEmpty());
        try (Server _ = Server.start(folder, gone.port(), options)) {
            List<String> arguments = new ArrayList<>(List.of("rescue"));
            arguments.addAll(Arrays.asList(command));
            Program.salvor(folder, arguments.toArray(String[]::new)).expect(0);
        }
        Program.run(folder, "cmp", "source", image).expect(0);
    }
}
