package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command tells of itself. */
class HelpTest {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {"", "demo ", "rescue ", "pair ", "serve ", "verify ", "map ", "map or "})
    void everyCommandTellsTheVersion(String command) {
        assertEquals(0, run(command + "--version", results));
        assertTrue(text(results).startsWith("salvor "), command);
        assertEquals("", text(diagnostics));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "rescue --help", "map show --help", "pair --version"})
    void whatCannotBePrintedIsToldInOneLine(String line) {
        assertEquals(Program.TROUBLE, run(line, new FullStream()));
        assertEquals("salvor: standard output: No space left on device\n", text(diagnostics), line);
    }

    private int run(String line, OutputStream to) {
        return Program.run(List.of(line.split(" ")), new Output(to, diagnostics));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
