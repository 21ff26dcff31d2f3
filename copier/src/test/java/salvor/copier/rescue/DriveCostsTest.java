package salvor.copier.rescue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What is slow is slow for this drive. */
final class DriveCostsTest {

    private static final long MIB = 1 << 20;

    private final DriveCosts costs = new DriveCosts();

    @Test
    void aDriveThatIsSlowEverywhereIsNotSlowForItself() {
        read(64, 1_000_000_000);
        assertFalse(costs.good(MIB, 2_000_000_000));
        assertTrue(costs.good(MIB, 20_000_000_000L));
        assertEquals(1.0 / MIB, costs.perByte(), 0.02 / MIB);
    }

    @Test
    void slowReadsDoNotBecomeNormalWhileTheyAreFewer() {
        read(64, 10_000_000);
        for (int i = 0; i < 32; i++) {
            assertTrue(costs.good(MIB, 1_000_000_000));
        }
        assertEquals(1e-8, costs.perByte(), 1e-9);
        assertEquals(1, costs.late(), 0.1);
    }

    private void read(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            costs.good(MIB, nanos);
        }
    }
}
