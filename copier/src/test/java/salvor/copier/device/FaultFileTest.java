package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class FaultFileTest {

    @Test
    void readsEveryKindOfLine() {
        FaultModel model =
                FaultFile.parse(
                        "model",
                        List.of(
                                "# a comment",
                                "",
                                "rate 50",
                                "seek 1.5",
                                "command 0.2",
                                "weak 0x400 512 10 3",
                                "bad 0 512 5000",
                                "slow 2048 512 7",
                                "die 20 1"));
        assertEquals(
                new FaultModel(
                        List.of(
                                new Fault(new Extent(0, 512), Fault.Kind.BAD, 5_000_000_000L, 0),
                                new Fault(new Extent(1024, 512), Fault.Kind.WEAK, 10_000_000, 3),
                                new Fault(new Extent(2048, 512), Fault.Kind.SLOW, 7_000_000, 0)),
                        50e6,
                        1_500_000,
                        200_000,
                        20,
                        1_000_000),
                model);
    }

    @Test
    void namesTheLineThatIsNotAFault() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FaultFile.parse("f.txt", List.of("rate 1", "worse 0 512 1")));
        assertEquals("f.txt:2: not a fault: worse 0 512 1", e.getMessage());
    }

    @Test
    void anyTextIsAModelOrARefusal() {
        Cases.run(5_000, FaultFileTest::oneLine);
    }

    private static void oneLine(Random random) {
        String[] words = {"bad", "weak", "slow", "die", "rate", "seek", "-1", "0x", "1e400", "NaN"};
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            String number = Long.toString(random.nextLong() >>> random.nextInt(64));
            line.append(random.nextBoolean() ? number : words[random.nextInt(words.length)]);
            line.append(' ');
        }
        try {
            assertTrue(FaultFile.parse("f", List.of(line.toString())).seekNanos() >= 0);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("f:1: "), () -> e + " for " + line);
        }
    }
}
