package salvor.copier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A command line for {@code cmp} and where it reads and writes.
 *
 * @param input what standard input is
 * @param output what standard output is
 */
record CmpCase(List<String> arguments, String input, Output output) {

    /** The kinds of standard output. */
    enum Output {
        FILE,
        /** Standard error goes there too. */
        FILE_WITH_ERRORS,
        NULL,
        FULL
    }

    private static final String[] NUMBERS = {
        "0",
        "1",
        "2",
        "7",
        "010",
        "0x10",
        "08",
        "0x",
        "+3",
        "-0",
        "-1",
        " 4",
        "4 ",
        "k",
        "1k",
        "1kB",
        "1kD",
        "1KiB",
        "1Ki",
        "kB",
        "K",
        "M",
        "m",
        "1x",
        "",
        "x",
        "4096",
        "65536",
        "1E",
        "8E",
        "7EB",
        "1Y",
        "0Y",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "20",
        "50",
        "1\u00e9",
        "12345",
        "0b1",
        "1G",
        "\t5"
    };

    /** Without a number that would have GNU cmp read all of a file that is nearly all hole. */
    private static final String[] FAR_OPTIONS = {"-b", "-l", "-s", "-n5", "-n20", "-bl"};

    private static final String[] WRONG = {
        "--",
        "-x",
        "--nope",
        "--b",
        "--by",
        "--v",
        "--verb",
        "--print",
        "--print-c",
        "--s",
        "--q",
        "--i",
        "--=3",
        "--=",
        "--silent=1",
        "--bytes",
        "-i",
        "-n",
        "--coun",
        "-\u00e9",
        "-ls",
        "-sl",
        "-:",
        "--ignore-initial",
        "---"
    };

    /**
     * @param directory where the files are
     */
    static CmpCase random(Random random, Path directory) {
        List<String> operands = new ArrayList<>();
        boolean far = random.nextInt(40) == 0;
        for (int i = operandCount(random); i > 0; i--) {
            operands.add(operand(random, operands, far, directory));
        }
        List<String> options = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            options.add(far ? FAR_OPTIONS[random.nextInt(FAR_OPTIONS.length)] : option(random));
        }
        if (far) {
            options.add("-i" + (CmpFixtures.FAR - random.nextInt(9)));
        }
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(operands);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(arguments, random);
        }
        boolean fifo = random.nextInt(3) == 0 && !operands.contains(directory + "/fifo");
        String input = fifo ? "fifo" : random.nextBoolean() ? "one" : "two";
        return new CmpCase(arguments, input, output(random));
    }

    /** A case in which at least one operand is a loop device. */
    static CmpCase withLoopDevice(Random random, Path directory) {
        while (true) {
            CmpCase test = random(random, directory);
            if (test.arguments().stream().anyMatch(word -> word.contains("/loop"))) {
                return test;
            }
        }
    }

    private static Output output(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Output.NULL;
            case 1 -> Output.FULL;
            case 2, 3, 4 -> Output.FILE_WITH_ERRORS;
            default -> Output.FILE;
        };
    }

    private static int operandCount(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1, 2 -> 1;
            case 3, 4 -> 3;
            case 5 -> 4;
            case 6 -> 5;
            default -> 2;
        };
    }

    private static String operand(Random random, List<String> before, boolean far, Path directory) {
        if (before.size() >= 2) {
            return number(random);
        }
        String name = far ? CmpFixtures.FAR_FILES.get(before.size()) : CmpFixtures.name(random);
        if (name.equals("-") || name.startsWith("/")) {
            return name;
        }
        // A FIFO can be read once.
        String path = directory + "/" + name;
        return before.contains(path) && name.equals("fifo") ? directory + "/two" : path;
    }

    private static String number(Random random) {
        return random.nextBoolean()
                ? NUMBERS[random.nextInt(NUMBERS.length)]
                : Integer.toString(random.nextInt(random.nextBoolean() ? 100 : 70_000));
    }

    private static String option(Random random) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> "-b";
            case 2, 3, 4 -> "-l";
            case 5 -> "-s";
            case 6 -> "-bl";
            case 7 -> "-c";
            case 8 -> "-n" + number(random);
            case 9 -> "--bytes=" + number(random);
            case 10 -> "-i" + number(random);
            case 11 -> "-i" + number(random) + ":" + number(random);
            case 12 -> random.nextBoolean() ? "--verbose" : "--quiet";
            default -> WRONG[random.nextInt(WRONG.length)];
        };
    }
}
