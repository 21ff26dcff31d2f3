package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not fit is named, in one line that says where to look. */
class WrongUsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "recsue a b | there is no command 'recsue'; see salvor --help",
                "--foo | there is no option '--foo'; see salvor --help",
                "rescue --foo a b | there is no option '--foo'; see salvor rescue --help",
                "rescue a b c d | 'd': one operand too many; see salvor rescue --help",
                "rescue --policy best a b | --policy 'best': write adaptive or classic",
                "map frob x | there is no command 'frob'; see salvor map --help",
            })
    void whatDoesNotFitIsNamed(String line, String said) {
        ByteArrayOutputStream diagnostics = new ByteArrayOutputStream();
        ByteArrayOutputStream results = new ByteArrayOutputStream();

        int status = Program.run(List.of(line.split(" ")), new Output(results, diagnostics));

        assertEquals(Program.TROUBLE, status);
        assertEquals("salvor: " + said + "\n", diagnostics.toString(StandardCharsets.UTF_8));
        assertEquals(0, results.size());
    }
}
