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

/**
 * Standard streams that are closed when the program starts, and a signal that is ignored then: what
 * the launcher has to see to, for the JVM does not.
 */
class CmpClosedStreamsTest {

    private static final List<String> LINES =
            List.of(
                    "cmp - one <&-",
                    "cmp one <&-",
                    "cmp -s - one <&-",
                    "cmp /dev/stdin one <&-",
                    "cmp -l one /dev/fd/0 <&-",
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

    @Test
    void aClosedPipeIsTroubleToWhomItsSignalIsIgnored() throws Exception {
        assumeTrue(CmpAgainstGnuTest.isReference(), "cmp of diffutils 3.8 is not installed");
        Files.writeString(folder.resolve("zeros"), "\0".repeat(5000));
        Files.writeString(folder.resolve("ones"), "\1".repeat(5000));
        for (String line : List.of("cmp zeros ones", "cmp -l zeros ones")) {
            assertEquals(runIgnoring("cmp", line), runIgnoring(salvor(), line), line);
        }
    }

    /** Runs it with a pipe that nobody reads; its status goes to standard error. */
    private CmpOutcome runIgnoring(String program, String line)
            throws IOException, InterruptedException {
        String compare = program + line.substring(3);
        return run("trap '' PIPE; { sleep 0.3; " + compare + "; echo $? >&2; } | :");
    }

    /** As scripts/salvor starts it. */
    private static String salvor() {
        Path scripts = Path.of("..", "scripts").toAbsolutePath().normalize();
        return "sh -c '. "
                + scripts
                + "/common.sh; salvor_hold_streams; salvor_look_for_sigpipe; java=$1; shift;"
                + " exec \"$java\" -Dsalvor.sigpipe=\"$sigpipe\" \"$@\"' sh "
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
                + System.getProperty("java.class.path")
                + "' "
                + Main.class.getName()
                + " cmp";
    }

    private CmpOutcome run(String program, String line) throws IOException, InterruptedException {
        return run("exec " + program + line.substring(3));
    }

    private CmpOutcome run(String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path error = folder.resolve("error");
        Process process =
                new ProcessBuilder("sh", "-c", command)
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
