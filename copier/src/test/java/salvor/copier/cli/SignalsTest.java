package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the JVM would do otherwise than other tools. */
class SignalsTest {

    private static final int SIGQUIT = 3;

    @Test
    @Timeout(60)
    void quittingPrintsNothing() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program =
                "ulimit -c 0; exec %s --enable-native-access=ALL-UNNAMED -cp '%s' %s cmp - /dev/zero"
                        .formatted(
                                java, System.getProperty("java.class.path"), Main.class.getName());
        Process process = new ProcessBuilder("sh", "-c", program).start();
        // More than a pipe holds: it reads, and so it has begun.
        OutputStream input = process.getOutputStream();
        input.write(new byte[1 << 20]);
        input.flush();

        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();

        assertEquals(128 + SIGQUIT, process.waitFor());
        assertEquals(0, process.getInputStream().readAllBytes().length);
        input.close();
    }
}
