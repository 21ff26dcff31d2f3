package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the launcher does before there is a JVM. */
class LauncherTest {

    /** As services and containers start programs. */
    @Test
    void itLooksForAJdkWithoutAnEnvironment() throws Exception {
        Path common = Path.of("..", "scripts", "common.sh").toAbsolutePath().normalize();
        ProcessBuilder shell =
                new ProcessBuilder("/bin/sh", "-uc", ". " + common + "; salvor_find_jdk")
                        .redirectErrorStream(true);
        shell.environment().clear();

        String said =
                new String(
                        shell.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertTrue(said.isEmpty() || said.startsWith("salvor: no JDK 25 found"), said);
    }
}
