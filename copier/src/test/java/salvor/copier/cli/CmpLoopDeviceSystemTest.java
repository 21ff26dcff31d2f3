package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;
import salvor.copier.testing.SystemLab;

/** GNU cmp's answers where operands are block devices too. */
@Tag("system")
class CmpLoopDeviceSystemTest {

    private static final int SIZE = 128 << 10;

    @TempDir Path temporary;
    @TempDir Path folder;

    @Test
    void anyCommandLineGivesWhatGnuCmpGivesOnBlockDevicesToo() throws Exception {
        assumeTrue(CmpAgainstGnuTest.isReference(), "cmp of diffutils 3.8 is not installed");
        byte[] one = new byte[SIZE];
        new Random(1).nextBytes(one);
        byte[] two = Arrays.copyOf(one, SIZE + 4096);
        two[70_000]++;
        two[100_000] = '\n';
        Files.write(folder.resolve("disk1"), one);
        Files.write(folder.resolve("disk2"), two);
        try (SystemLab lab = new SystemLab(folder)) {
            CmpFixtures fixtures = new CmpFixtures(temporary);
            Files.createSymbolicLink(
                    temporary.resolve("loop1"), Path.of(lab.loop(lab.path("disk1"), "-r")));
            Files.createSymbolicLink(
                    temporary.resolve("loop2"), Path.of(lab.loop(lab.path("disk2"), "-r")));
            CmpRunner runner = new CmpRunner(temporary);
            Cases.run(
                    400,
                    random -> {
                        fixtures.vary(random);
                        CmpCase test = CmpCase.withLoopDevice(random, temporary);
                        assertEquals(
                                runner.process(CmpAgainstGnuTest.GNU, test, Map.of()),
                                runner.inside(test),
                                test::toString);
                    });
        }
    }
}
