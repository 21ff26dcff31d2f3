package salvor.copier.testing;

import java.util.Random;

/**
 * Runs a randomised test many times, each with a seed of its own. A failure names the seed; {@code
 * -Dsalvor.seed=N} runs that case alone, {@code -Dsalvor.cases=N} sets how many run, {@code
 * -Dsalvor.long=true} runs twenty times as many.
 */
public final class Cases {

    private static long current;

    private Cases() {}

    /** One case. */
    @FunctionalInterface
    public interface Case {
        void run(Random random) throws Exception;
    }

    /**
     * Runs the cases.
     *
     * @param usual how many cases run when nobody asks for more
     */
    public static void run(int usual, Case body) {
        Long seed = Long.getLong("salvor.seed");
        if (seed != null) {
            run(seed.longValue(), body);
            return;
        }
        int count = Integer.getInteger("salvor.cases", usual);
        if (Boolean.getBoolean("salvor.long")) {
            count *= 20;
        }
        for (long i = 0; i < count; i++) {
            run(i, body);
        }
    }

    /** How to run the case again that is under way, for what is judged after all of them. */
    public static String replay() {
        return "-Dsalvor.seed=" + current;
    }

    private static void run(long seed, Case body) {
        current = seed;
        try {
            // Small seeds give Random alike first numbers.
            body.run(new Random(seed * 0x9E3779B97F4A7C15L));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("replay with " + replay() + ": " + e, e);
        }
    }
}
