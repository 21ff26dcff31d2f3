package salvor.copier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.cli.CmpArguments.Answer;

/** Reads the command line of {@code salvor cmp}; GNU cmp's rules, messages and order of checks. */
final class CmpParser {

    private static final char HELP = 'h';
    private static final char COUNT = 'C';
    private static final char RANGES = 'R';
    private static final char JSON = 'J';
    private static final char PARANOID = 'P';
    private static final char INSECURE = 'I';
    private static final char PROGRESS = 'G';
    private static final char MAP_1 = '1';
    private static final char MAP_2 = '2';

    private static final List<LongOption> LONG_OPTIONS =
            List.of(
                    new LongOption("print-bytes", false, 'b', false),
                    new LongOption("print-chars", false, 'c', false),
                    new LongOption("ignore-initial", true, 'i', false),
                    new LongOption("verbose", false, 'l', false),
                    new LongOption("bytes", true, 'n', false),
                    new LongOption("silent", false, 's', false),
                    new LongOption("quiet", false, 's', false),
                    new LongOption("version", false, 'v', false),
                    new LongOption("help", false, HELP, false),
                    new LongOption("count", false, COUNT, true),
                    new LongOption("ranges", false, RANGES, true),
                    new LongOption("json", false, JSON, true),
                    new LongOption("paranoid", false, PARANOID, true),
                    new LongOption("insecure-anywhere", false, INSECURE, true),
                    new LongOption("progress", false, PROGRESS, true),
                    new LongOption("map-1", true, MAP_1, true),
                    new LongOption("map-2", true, MAP_2, true));

    private final List<String> arguments;
    private final GnuOptions options;
    private Answer answer = Answer.FIRST;
    private boolean printBytes;
    private boolean json;
    private boolean paranoid;
    private boolean insecureAnywhere;
    private boolean progress;
    private long limit = Long.MAX_VALUE;
    private final long[] skips = new long[2];
    private final @Nullable String[] maps = new @Nullable String[2];

    private CmpParser(List<String> arguments, boolean operandsEndOptions) {
        this.arguments = arguments;
        options = new GnuOptions(arguments, "bci:ln:sv", LONG_OPTIONS, operandsEndOptions);
    }

    /**
     * Reads the arguments that follow the command's name.
     *
     * @param operandsEndOptions see {@link GnuOptions}
     */
    static CmpArguments parse(List<String> arguments, boolean operandsEndOptions)
            throws UsageException {
        return new CmpParser(arguments, operandsEndOptions).parse();
    }

    private CmpArguments parse() throws UsageException {
        for (char key; (key = options.next()) != 0; ) {
            option(key);
            if (answer == Answer.HELP || answer == Answer.VERSION) {
                return result(List.of());
            }
        }
        if (json && (answer == Answer.LIST || answer == Answer.STATUS)) {
            throw new UsageException("options --json and " + answer.option() + " are incompatible");
        }
        return result(files(options.operands()));
    }

    private CmpArguments result(List<String> files) {
        return new CmpArguments(
                answer,
                printBytes,
                json,
                paranoid,
                insecureAnywhere,
                progress,
                limit,
                List.of(skips[0], skips[1]),
                files,
                Arrays.asList(maps));
    }

    private void option(char key) throws UsageException {
        switch (key) {
            case 'b', 'c' -> printBytes = true;
            case 'i' -> ignoreInitial(options.value());
            case 'l' -> choose(Answer.LIST);
            case 'n' -> limit = Math.min(limit, limit(options.value()));
            case 's' -> choose(Answer.STATUS);
            case 'v' -> answer = Answer.VERSION;
            case HELP -> answer = Answer.HELP;
            case COUNT -> choose(Answer.COUNT);
            case RANGES -> choose(Answer.RANGES);
            case JSON -> json = true;
            case PARANOID -> paranoid = true;
            case INSECURE -> insecureAnywhere = true;
            case PROGRESS -> progress = true;
            case MAP_1 -> maps[0] = options.value();
            case MAP_2 -> maps[1] = options.value();
            default -> throw new AssertionError("no such option: " + key);
        }
    }

    private void choose(Answer chosen) throws UsageException {
        if (answer == Answer.FIRST || answer == chosen) {
            answer = chosen;
            return;
        }
        if (answer.isTally() || chosen.isTally()) {
            throw new UsageException(
                    "options " + answer.option() + " and " + chosen.option() + " are incompatible");
        }
        throw new UsageException("options -l and -s are incompatible");
    }

    private static long limit(String text) throws UsageException {
        CmpNumber number = CmpNumber.parse(text, 0);
        if (!number.valid() || number.end() != text.length()) {
            throw new UsageException("invalid --bytes value '" + text + "'");
        }
        return number.value();
    }

    /** One number for both files, or one for each with a colon between. */
    private void ignoreInitial(String text) throws UsageException {
        CmpNumber number = skip(0, text, ':');
        if (number.end() < text.length()) {
            skip(1, text.substring(number.end() + 1), '\0');
        } else {
            skips[1] = Math.max(skips[1], skips[0]);
        }
    }

    private CmpNumber skip(int file, String text, char delimiter) throws UsageException {
        CmpNumber number = CmpNumber.parse(text, 0);
        boolean ended = number.end() == text.length() || text.charAt(number.end()) == delimiter;
        if (!number.valid() || !ended) {
            throw new UsageException("invalid --ignore-initial value '" + text + "'");
        }
        skips[file] = Math.max(skips[file], number.value());
        return number;
    }

    private List<String> files(List<String> operands) throws UsageException {
        if (operands.isEmpty()) {
            String last = arguments.isEmpty() ? "cmp" : arguments.getLast();
            throw new UsageException("missing operand after '" + last + "'");
        }
        List<String> files = new ArrayList<>(2);
        files.add(operands.getFirst());
        files.add(operands.size() > 1 ? operands.get(1) : "-");
        for (int i = 2; i < Math.min(4, operands.size()); i++) {
            skip(i - 2, operands.get(i), '\0');
        }
        if (operands.size() > 4) {
            throw new UsageException("extra operand '" + operands.get(4) + "'");
        }
        return files;
    }
}
