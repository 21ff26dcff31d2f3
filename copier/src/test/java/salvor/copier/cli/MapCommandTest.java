package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Identity;
import salvor.copier.map.Companion;
import salvor.copier.map.MalformedMapException;
import salvor.protocol.message.Extent;

class MapCommandTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
    private final Output output = new Output(results, diagnostics);

    @TempDir Path folder;
    private String map = "";

    @BeforeEach
    void writeMap() throws IOException {
        map = write("m.map", "0x1000 - 2\n0 4096 +\n4096 512 -\n4608 3584 +\n8192 8192 ?\n");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static <T> T with(T command, String... arguments) {
        new picocli.CommandLine(command).parseArgs(arguments);
        return command;
    }

    private String results() {
        return results.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listPrintsStartAndSizeOfEachAreaOfTheStatuses() throws IOException {
        assertEquals(0, with(new MapListCommand(output), "--status", "-?", map).call());
        assertEquals("4096 512\n8192 8192\n", results());
    }

    @Test
    void listPrintsWhatIsNotRescuedWhenNoStatusIsGiven() throws IOException {
        with(new MapListCommand(output), map).call();
        assertEquals("4096 512\n8192 8192\n", results());
    }

    @Test
    void listRefusesWhatIsNoStatus() {
        Refusal e =
                assertThrows(
                        Refusal.class,
                        () -> with(new MapListCommand(output), "--status", "x", map).call());
        assertEquals("--status 'x': not a status; write some of ?*/-+", e.getMessage());
    }

    @Test
    void theAlgebraWritesAMapfileToStandardOutput() throws IOException {
        String other = write("other", "0 ? 1\n0 1024 -\n1024 15360 +\n");
        assertEquals(0, new MapCommand(output).and(map, other));
        assertTrue(
                results()
                        .endsWith(
                                """
                                # Command line: salvor map and %s %s
                                # current_pos  current_status  current_pass
                                0x00001000     -               2
                                #      pos        size  status
                                0x00000000  0x00000400  -
                                0x00000400  0x00000C00  +
                                0x00001000  0x00000200  -
                                0x00001200  0x00000E00  +
                                0x00002000  0x00002000  ?
                                """
                                        .formatted(map, other)));
    }

    @Test
    void showPrintsTotalsAndWhereFilledBytesCameFrom() throws IOException {
        try (Companion companion = Companion.create(map + ".salvor", Identity.ofSize(16384))) {
            int old = companion.origin("old.img");
            companion.appendFilled(new Extent(4096, 512), old);
            companion.appendZeros(new Extent(4608, 1024), old);
        }
        assertEquals(0, with(new MapShowCommand(output), map).call());
        String shown = results();
        assertTrue(shown.contains("16.0 KiB (16384 bytes), retrying, pass 2, at 4096"), shown);
        assertTrue(shown.matches("(?s).*rescued +46\\.88 % +7\\.5 KiB +7680 bytes +2 areas.*"));
        assertTrue(shown.matches("(?s).*bad +3\\.13 % +512 B +512 bytes +1 area\\n.*"), shown);
        assertTrue(
                shown.contains("from old.img: 1024 bytes rescued, 512 filled (not rescued)"),
                shown);
    }

    @Test
    void showWritesOneJsonObject() throws IOException {
        with(new MapShowCommand(output), "--json", map).call();
        assertEquals(
                "{'command':'map show','map':'MAP','size':16384,'non_tried':8192,'non_tried_areas':1,"
                        + "'non_trimmed':0,'non_trimmed_areas':0,'non_scraped':0,"
                        + "'non_scraped_areas':0,'bad':512,'bad_areas':1,'rescued':7680,"
                        + "'rescued_areas':2,'status':'-','position':4096,'pass':2,'origins':[]}\n",
                results().replace('"', '\'').replace(map, "MAP"));
    }

    @Test
    void showWritesAPictureFile() throws IOException {
        String picture = folder.resolve("p.svg").toString();
        with(new MapShowCommand(output), "--svg", picture, map).call();
        assertTrue(Files.readString(Path.of(picture)).startsWith("<svg "));
    }

    @Test
    void aCompanionOfAnotherDeviceIsSaidAndNotUsed() throws IOException {
        Companion.create(map + ".salvor", Identity.ofSize(99)).close();
        assertEquals(0, with(new MapShowCommand(output), map).call());
        assertEquals(
                "salvor: " + map + ".salvor: of another size than the map; not used\n",
                diagnostics.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNoMapIsRefusedWithItsLine() throws IOException {
        String none = write("none", "0 ? 1\nhello\n");
        MalformedMapException e =
                assertThrows(
                        MalformedMapException.class,
                        () -> with(new MapShowCommand(output), none).call());
        assertEquals(none + ":2: bad block: expected POSITION SIZE STATUS", e.getMessage());
    }

    @Test
    void percentNeverRoundsToAllOrNothing() {
        assertEquals("<0.01 %", MapReport.percent(1, 1L << 40));
        assertEquals(">99.99 %", MapReport.percent((1L << 40) - 1, 1L << 40));
        assertEquals("100 %", MapReport.percent(5, 5));
        assertEquals("0 %", MapReport.percent(0, 0));
    }
}
