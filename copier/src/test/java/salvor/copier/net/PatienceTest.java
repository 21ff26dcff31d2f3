package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import salvor.copier.transfer.Clock;

final class PatienceTest {

    private final IOException loss = new IOException("server: gone");

    private long now;
    private final Patience patience =
            new Patience(
                    Duration.ofMinutes(10),
                    new Clock() {
                        @Override
                        public long nanos() {
                            return now;
                        }

                        @Override
                        public void sleep(Duration duration) {
                            now += duration.toNanos();
                        }
                    });

    @Test
    void theFirstLossCostsNoTime() throws IOException {
        patience.lost(loss);
        assertEquals(0, now);
    }

    @Test
    void lossesWithoutAnAnswerEndAfterTheTimeAndAreFewASecond() {
        int[] losses = {0};
        IOException end =
                assertThrows(
                        IOException.class,
                        () -> {
                            while (true) {
                                patience.lost(loss);
                                losses[0]++;
                            }
                        });
        assertEquals("server: gone; gave up after 600 s", end.getMessage());
        assertTrue(losses[0] < 250, losses[0] + " attempts");
    }

    @Test
    void aLinkThatOpensAndBreaksAtOnceIsPausedForAndGivenUp() {
        int[] losses = {0};
        assertThrows(
                IOException.class,
                () -> {
                    while (true) {
                        patience.lost(loss);
                        patience.opened();
                        losses[0]++;
                    }
                });
        assertTrue(losses[0] < 250, losses[0] + " attempts");
    }

    @Test
    void aLinkThatHeldBeginsAnewAlthoughItWasAskedNothing() throws IOException {
        for (int i = 0; i < 1000; i++) {
            patience.lost(loss);
            patience.opened();
            now += Duration.ofSeconds(11).toNanos();
        }
        assertEquals(Duration.ofSeconds(11_000).toNanos(), now);
    }

    @Test
    void answersOnAnotherLinkKeepThisOneTryingButNotHurrying() throws IOException {
        for (int i = 0; i < 1000; i++) {
            patience.lost(loss);
            patience.opened();
            patience.answeredElsewhere();
        }
        assertTrue(now > Duration.ofSeconds(2_900).toNanos(), now + " ns");
    }

    @Test
    void anAnswerBeginsAnew() throws IOException {
        for (int i = 0; i < 10_000; i++) {
            patience.lost(loss);
            patience.answered();
        }
        assertEquals(0, now);
    }
}
