package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;

/** The program as a process beside GNU cmp: what only a whole process has, its environment too. */
@Tag("long")
class CmpProcessTest {

    private static final List<Map<String, String>> ENVIRONMENTS =
            List.of(
                    Map.of("LC_ALL", "C"),
                    Map.of("LC_ALL", "C.UTF-8"),
                    Map.of("LC_ALL", "POSIX"),
                    Map.of("LC_ALL", "xx_XX.UTF-8"),
                    Map.of("LC_ALL", "", "LC_MESSAGES", "C.UTF-8", "LANG", "C"),
                    Map.of("LC_ALL", "", "LC_TIME", "xx_XX", "LANG", "C.UTF-8"),
                    Map.of("LC_ALL", "C.UTF-8", "POSIXLY_CORRECT", "1"));

    @TempDir Path temporary;

    private static List<String> salvor() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "cmp"));
        return command;
    }

    @Test
    void aWholeProcessGivesWhatGnuCmpGives() throws Exception {
        assumeTrue(CmpAgainstGnuTest.isReference(), "cmp of diffutils 3.8 is not installed");
        CmpFixtures fixtures = new CmpFixtures(temporary);
        CmpRunner runner = new CmpRunner(temporary);
        Cases.run(
                15,
                random -> {
                    fixtures.vary(random);
                    CmpCase test = CmpCase.random(random, temporary);
                    Map<String, String> environment =
                            ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size()));
                    assertEquals(
                            runner.process(CmpAgainstGnuTest.GNU, test, environment),
                            runner.process(salvor(), test, environment),
                            () -> environment + " " + test);
                });
    }
}
