package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard streams that are closed when the program starts: the JVM's files get their numbers. */
class CmpClosedStreamsTest {

    private static final List<String> LINES =
            List.of(
                    "cmp - one <&-",
                    "cmp one <&-",
                    "cmp -s - one <&-",
                    "cmp one two >&-",
                    "cmp -l one two >&-",
                    "cmp one short >&-",
                    "cmp one two <&- >&-",
                    "cmp - two <&- >&- 2>&-");

    @TempDir Path folder;

    @Test
    void aClosedStreamIsWhatItIsForGnuCmp() throws Exception {
        assumeTrue(CmpAgainstGnuTest.isReference(), "cmp of diffutils 3.8 is not installed");
        Files.writeString(folder.resolve("one"), "one\ntwo\nthree\n");
        Files.writeString(folder.resolve("two"), "one\ntwo\nother\n");
        Files.writeString(folder.resolve("short"), "one\n");
        for (String line : LINES) {
            assertEquals(run("cmp", line), run(salvor(), line), line);
        }
    }

    private static String salvor() {
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
                + System.getProperty("java.class.path")
                + "' "
                + Main.class.getName()
                + " cmp";
    }

    private CmpOutcome run(String program, String line) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path error = folder.resolve("error");
        Process process =
                new ProcessBuilder("sh", "-c", "exec " + program + line.substring(3))
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(error.toFile())
                        .start();
        return new CmpOutcome(process.waitFor(), read(output), read(error));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
