package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one object on standard output: whole, or not there. */
class CmpJsonTest {

    @TempDir Path temporary;

    @Test
    void whereNothingCouldBeComparedNoObjectIsBegun() throws Exception {
        new CmpFixtures(temporary);
        String folder = Files.createDirectory(temporary.resolve("a-folder")).toString();
        Files.writeString(temporary.resolve("two"), "");
        String file = Files.writeString(temporary.resolve("one"), "bytes").toString();
        CmpCase test = new CmpCase(List.of("--json", file, folder), "one", CmpCase.Output.FILE);
        CmpOutcome expected = new CmpOutcome(2, "", "cmp: " + folder + ": Is a directory\n");
        assertEquals(expected, new CmpRunner(temporary).inside(test));
    }

    @Test
    void aStreamThatIsNamedTwiceIsNotCountedAgainstItself() throws Exception {
        new CmpFixtures(temporary);
        Files.writeString(temporary.resolve("one"), "bytes");
        for (String option : List.of("--json", "--count", "--ranges")) {
            CmpCase test = new CmpCase(List.of(option, "-", "-"), "one", CmpCase.Output.FILE);
            CmpOutcome outcome = new CmpRunner(temporary).inside(test);
            assertEquals(2, outcome.status(), outcome::toString);
            assertEquals("", outcome.output(), outcome::toString);
            assertEquals(
                    "cmp: -: named twice, and what is read for one is gone for the other; name two"
                            + " files\n",
                    outcome.error());
        }
    }
}
