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
                "recsue a b | 'recsue': there is no such command; see salvor --help",
                "--foo | '--foo': there is no such option; see salvor --help",
                "rescue --foo a b | '--foo': there is no such option; see salvor rescue --help",
                "rescue a b c d | 'd': one operand too many; see salvor rescue --help",
                "rescue --policy best a b | --policy 'best': write adaptive or classic",
                "rescue -b 0 a b | --sector-size 0: write the bytes of a sector, as 512",
                "rescue -b x a b | 'x': not a size; write bytes, or a number with K, M, G or T",
                "rescue -c 0 a b | --cluster-size 0: write a number of sectors from 1 up",
                "rescue --limit 0 a b | --limit '0': nothing would pass; write a rate, as 10M",
                "rescue sim:weak,seed=x b | sim:weak,seed=x: not a seed: x; write a number",
                "map frob x | 'frob': there is no such command; see salvor map --help",
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
