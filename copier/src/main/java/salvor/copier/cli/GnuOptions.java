package salvor.copier.cli;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.device.FileNames;

/**
 * Reads a command line as GNU's {@code getopt_long} does, with its messages: options anywhere among
 * the operands, short ones in clusters, long ones abbreviated, {@code --} to end them.
 */
final class GnuOptions {

    private final List<String> arguments;

    /** Letters, each followed by a colon if it takes a value. */
    private final String shortOptions;

    private final List<LongOption> longOptions;
    private final List<String> operands = new ArrayList<>();
    private final boolean operandsEndOptions;
    private int next;

    /** Rest of the cluster of short options that is being read. */
    private String cluster = "";

    private String value = "";

    /**
     * @param operandsEndOptions whether the first operand ends the options, as {@code
     *     POSIXLY_CORRECT} asks for
     */
    GnuOptions(
            List<String> arguments,
            String shortOptions,
            List<LongOption> longOptions,
            boolean operandsEndOptions) {
        this.arguments = arguments;
        this.shortOptions = shortOptions;
        this.longOptions = longOptions;
        this.operandsEndOptions = operandsEndOptions;
    }

    /** The value of the option that {@link #next} gave last. */
    String value() {
        return value;
    }

    /** All operands, once {@link #next} gave 0. */
    List<String> operands() {
        return operands;
    }

    /** The key of the next option; 0 after the last. */
    char next() throws UsageException {
        if (!cluster.isEmpty()) {
            return shortOption();
        }
        while (next < arguments.size()) {
            String argument = arguments.get(next++);
            if (argument.equals("--")) {
                break;
            }
            if (argument.startsWith("--")) {
                return longOption(argument);
            }
            if (argument.length() > 1 && argument.startsWith("-")) {
                cluster = argument.substring(1);
                return shortOption();
            }
            operands.add(argument);
            if (operandsEndOptions) {
                break;
            }
        }
        while (next < arguments.size()) {
            operands.add(arguments.get(next++));
        }
        return 0;
    }

    private char shortOption() throws UsageException {
        char letter = firstByte(cluster);
        cluster = cluster.substring(1);
        int at = letter == ':' ? -1 : shortOptions.indexOf(letter);
        if (at < 0) {
            throw new UsageException("invalid option -- '" + letter + "'");
        }
        if (shortOptions.startsWith(":", at + 1)) {
            if (cluster.isEmpty() && next == arguments.size()) {
                throw new UsageException("option requires an argument -- '" + letter + "'");
            }
            value = cluster.isEmpty() ? arguments.get(next++) : cluster;
            cluster = "";
        }
        return letter;
    }

    /** Options are bytes: of a character that takes several, the first is named as invalid. */
    private static char firstByte(String text) {
        byte first = FileNames.encode(text)[0];
        return first >= 0 ? (char) first : FileNames.decode(new byte[] {first}).charAt(0);
    }

    private char longOption(String argument) throws UsageException {
        int equals = argument.indexOf('=');
        String name = argument.substring(2, equals < 0 ? argument.length() : equals);
        LongOption option = find(name, argument);
        if (!option.takesValue() && equals >= 0) {
            throw new UsageException("option '--" + option.name() + "' doesn't allow an argument");
        }
        if (option.takesValue()) {
            if (equals < 0 && next == arguments.size()) {
                throw new UsageException("option '--" + option.name() + "' requires an argument");
            }
            value = equals < 0 ? arguments.get(next++) : argument.substring(equals + 1);
        }
        return option.key();
    }

    private LongOption find(String name, String argument) throws UsageException {
        List<LongOption> candidates = new ArrayList<>();
        boolean ambiguous = false;
        for (LongOption option : longOptions) {
            if (option.name().equals(name)) {
                return option;
            }
            if (!option.exact() && option.name().startsWith(name)) {
                ambiguous |= !candidates.isEmpty() && candidates.getFirst().key() != option.key();
                candidates.add(option);
            }
        }
        if (candidates.isEmpty()) {
            throw new UsageException("unrecognized option '" + argument + "'");
        }
        if (ambiguous) {
            throw new UsageException(possibilities(argument, candidates));
        }
        return candidates.getFirst();
    }

    private static String possibilities(String argument, List<LongOption> candidates) {
        StringBuilder text = new StringBuilder();
        text.append("option '").append(argument).append("' is ambiguous; possibilities:");
        for (LongOption candidate : candidates) {
            text.append(" '--").append(candidate.name()).append('\'');
        }
        return text.toString();
    }
}
