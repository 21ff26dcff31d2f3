package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;

/** GNU cmp is the oracle: output, errors and status are its, whatever the command line. */
class CmpAgainstGnuTest {

    static final List<String> GNU = List.of("cmp");

    @TempDir Path temporary;

    @BeforeEach
    void requireGnuCmp() throws IOException, InterruptedException {
        assumeTrue(isReference(), "cmp of diffutils 3.8 is not installed: nothing to compare with");
    }

    static boolean isReference() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("cmp", "--version").start();
            String version =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && version.startsWith("cmp (GNU diffutils) 3.8\n");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void anyCommandLineGivesWhatGnuCmpGives() throws Exception {
        CmpFixtures fixtures = new CmpFixtures(temporary);
        CmpRunner runner = new CmpRunner(temporary);
        Cases.run(
                2000,
                random -> {
                    fixtures.vary(random);
                    CmpCase test = CmpCase.random(random, temporary);
                    assertEquals(
                            runner.process(GNU, test, Map.of()),
                            runner.inside(test),
                            test::toString);
                });
    }
}
