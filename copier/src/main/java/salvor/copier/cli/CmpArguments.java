package salvor.copier.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code salvor cmp} asks for.
 *
 * @param insecureAnywhere whether plain TCP is allowed to other machines
 * @param progress whether to say how far it is even where nobody seems to watch
 * @param limit bytes to compare at most
 * @param skips bytes to skip in each
 * @param files the operands, {@code -} for standard input
 * @param maps mapfiles of rescues of the two, null where none was given
 */
record CmpArguments(
        Answer answer,
        boolean printBytes,
        boolean json,
        boolean paranoid,
        boolean insecureAnywhere,
        boolean progress,
        long limit,
        List<Long> skips,
        List<String> files,
        List<@Nullable String> maps) {

    /** Whether GNU cmp has no such answer: all differences are counted. */
    boolean counts() {
        return json || answer.isTally();
    }

    /** The kinds of answer. */
    enum Answer {
        /** The first difference. */
        FIRST("", false),
        /** A line for each differing byte. */
        LIST("-l", false),
        /** The exit status alone. */
        STATUS("-s", false),
        COUNT("--count", true),
        RANGES("--ranges", true),
        HELP("", false),
        VERSION("", false);

        private final String option;
        private final boolean tally;

        Answer(String option, boolean tally) {
            this.option = option;
            this.tally = tally;
        }

        /** The option that asks for it. */
        String option() {
            return option;
        }

        /** Whether GNU cmp does not know it: all differences are counted. */
        boolean isTally() {
            return tally;
        }
    }
}
