package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn while a rescue runs. */
class ProgressDisplayTest {

    private static final int COLUMNS = 80;

    @TempDir Path folder;

    @Test
    void everyLineFitsOnATerminal() {
        ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
        Output output = new Output(new ByteArrayOutputStream(), diagnostics);
        String image = folder.resolve("image").toString();

        Program.run(List.of("rescue", "--progress", "sim:healthy,size=16M", image), output);

        List<String> drawn =
                diagnostics
                        .toString(StandardCharsets.UTF_8)
                        .lines()
                        .takeWhile(line -> !line.startsWith("complete"))
                        .toList();
        assertTrue(drawn.stream().anyMatch(line -> line.contains("remaining")), "" + drawn);
        for (String line : drawn) {
            assertTrue(line.length() < COLUMNS, line);
        }
    }
}
