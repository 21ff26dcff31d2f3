package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.copier.net.Server;
import salvor.copier.net.ServerOptions;
import salvor.copier.net.Timing;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/** What is compared with a server's file gives what the files themselves give, byte for byte. */
// Against hangs alone: all cases of --long take 200 s on a machine at rest.
@Timeout(value = 1500, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CmpFarTest {

    private static final String[] ANSWERS = {"", "", "-b", "-s", "-l", "-bl"};
    private static final String[] TALLIES = {"--count", "--ranges", "--json"};

    @TempDir Path temporary;
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                new Server(
                        new ServerOptions(
                                any,
                                temporary.toString(),
                                Map.of(),
                                ServeCommand::open,
                                Timing.USUAL));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String far(String name) {
        return "salvor://127.0.0.1:" + server.address().getPort() + "/" + name;
    }

    private String near(String name) {
        return temporary.resolve(name).toString();
    }

    /** The same command with operands of this machine, and with some of a server. */
    @Test
    void aFarOperandGivesWhatTheFileGives() throws Exception {
        CmpRunner runner = new CmpRunner(temporary);
        new CmpFixtures(temporary);
        Cases.run(
                300,
                random -> {
                    new SparseFiles(random).makeTwo(near("one"), near("two"));
                    List<String> options = options(random);
                    CmpOutcome expected = run(runner, options, near("one"), near("two"));
                    int kind = 1 + random.nextInt(3);
                    String first = (kind & 1) != 0 ? far("one") : near("one");
                    String second = (kind & 2) != 0 ? far("two") : near("two");
                    CmpOutcome found = run(runner, options, first, second);
                    assertAlike(expected, local(found), options + " " + kind);
                });
    }

    @Test
    void aFarOperandIsComparedWithAStream() throws Exception {
        CmpRunner runner = new CmpRunner(temporary);
        new CmpFixtures(temporary);
        Cases.run(
                50,
                random -> {
                    new SparseFiles(random).makeTwo(near("one"), near("two"));
                    String option = ANSWERS[random.nextInt(ANSWERS.length)];
                    List<String> options = option.isEmpty() ? List.of() : List.of(option);
                    CmpOutcome expected = run(runner, options, near("one"), near("fifo"));
                    CmpOutcome found = run(runner, options, far("one"), near("fifo"));
                    assertAlike(expected, local(found), option);
                });
    }

    /** Outputs are long: only where they begin to differ is shown. */
    private static void assertAlike(CmpOutcome expected, CmpOutcome found, String what) {
        assertEquals(expected.error(), found.error(), what);
        assertEquals(expected.status(), found.status(), what);
        List<String> lines = expected.output().lines().toList();
        List<String> others = found.output().lines().toList();
        for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
            assertEquals(lines.get(i), others.get(i), what + ", line " + i);
        }
        assertEquals(lines.size(), others.size(), what);
    }

    @Test
    void aSimulatedDriveIsAnOperandToo() throws Exception {
        CmpRunner runner = new CmpRunner(temporary);
        new CmpFixtures(temporary);
        Files.write(temporary.resolve("one"), new byte[1]);
        String healthy = "sim:healthy,size=4M,seed=3";
        String scatter = "sim:scatter,size=4M,seed=3";
        CmpOutcome found = run(runner, List.of("--count"), healthy, scatter);
        assertEquals(2, found.status());
        assertEquals("0\n", found.output());
        String area = "cmp: " + scatter + ": Input/output error, bytes ";
        assertTrue(found.error().startsWith(area), found.error());
        CmpOutcome wrong = run(runner, List.of(), "sim:none", healthy);
        assertEquals(2, wrong.status());
        assertTrue(wrong.error().startsWith("cmp: sim:none: no model none"), wrong.error());
        CmpOutcome nobody = run(runner, List.of(), far("nothing"), near("one"));
        assertEquals(2, nobody.status());
        assertTrue(nobody.error().contains("nothing: no such export or image"), nobody.error());
    }

    private static CmpOutcome run(CmpRunner runner, List<String> options, String one, String two)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.add(one);
        arguments.add(two);
        return runner.inside(new CmpCase(arguments, "one", CmpCase.Output.FILE));
    }

    private CmpOutcome local(CmpOutcome far) {
        return new CmpOutcome(far.status(), local(far.output()), local(far.error()));
    }

    private String local(String text) {
        return text.replace(far("one"), near("one")).replace(far("two"), near("two"));
    }

    private List<String> options(Random random) throws IOException {
        List<String> options = new ArrayList<>();
        String[] answers = random.nextInt(3) == 0 ? TALLIES : ANSWERS;
        String answer = answers[random.nextInt(answers.length)];
        if (!answer.isEmpty()) {
            options.add(answer);
        }
        if (random.nextInt(4) == 0) {
            options.add("-i" + number(random) + ":" + number(random));
        }
        if (random.nextInt(4) == 0) {
            options.add("-n" + number(random));
        }
        if (random.nextInt(6) == 0) {
            options.add("--map-1=" + map(random, "one"));
        }
        if (random.nextInt(8) == 0) {
            options.add("--paranoid");
        }
        return options;
    }

    private static String number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "4096";
            case 1 -> Integer.toString(random.nextInt(100));
            case 2 -> Integer.toString(512 * random.nextInt(400));
            default -> Integer.toString(random.nextInt(300_000));
        };
    }

    private String map(Random random, String file) throws IOException {
        RescueMap map = new RescueMap(Files.size(temporary.resolve(file)));
        for (long at = 0; at < map.size(); ) {
            long length = Math.min(map.size() - at, 512L * (1 + random.nextInt(200)));
            Status status = random.nextInt(4) == 0 ? Status.BAD : Status.RESCUED;
            map.set(new Extent(at, length), status);
            at += length;
        }
        String path = near(file + ".map");
        new MapFile(map, new StatusLine(0, '+', 1)).save(path, List.of());
        return path;
    }
}
