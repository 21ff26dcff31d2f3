package salvor.copier.device;

import java.util.ArrayList;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * A fault model as text, one fault or property a line:
 *
 * <pre>
 * bad START BYTES MS          every command that touches it fails
 * weak START BYTES MS TIMES   the first TIMES commands that touch it fail
 * slow START BYTES MS         succeeds late
 * die FAILURES [MS]           the drive dies after so many failed commands
 * rate MB_PER_SECOND          100
 * seek MS                     12
 * command MS                  what any command costs, 0.1
 * </pre>
 *
 * Numbers of bytes are decimal, octal with a leading 0, or hexadecimal with 0x; times may have a
 * fraction. Blank lines and lines that begin with {@code #} say nothing.
 */
public final class FaultFile {

    private static final int LINES_MAX = 10_000_000;
    private static final double MILLIS_MAX = 1e9;

    private final List<Fault> faults = new ArrayList<>();
    private double rate = FaultModel.HEALTHY.bytesPerSecond();
    private long seek = FaultModel.HEALTHY.seekNanos();
    private long command = FaultModel.HEALTHY.commandNanos();
    private long failuresToDeath = FaultModel.IMMORTAL;
    private long death;

    private FaultFile() {}

    /**
     * Reads a model.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException naming the line that is not a fault
     */
    public static FaultModel parse(String name, List<String> lines) {
        FaultFile file = new FaultFile();
        if (lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(name + ": more than " + LINES_MAX + " lines");
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                file.line(lines.get(i));
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        name + ":" + (i + 1) + ": not a fault: " + lines.get(i).strip(), e);
            }
        }
        return new FaultModel(
                file.faults, file.rate, file.seek, file.command, file.failuresToDeath, file.death);
    }

    private void line(String line) {
        if (line.startsWith("#") || line.isBlank()) {
            return;
        }
        List<String> words = List.of(line.strip().split("\\s+"));
        switch (words.getFirst()) {
            case "rate" -> rate = rate(words.get(1));
            case "seek" -> seek = nanos(words.get(1));
            case "command" -> command = nanos(words.get(1));
            case "die" -> {
                failuresToDeath = count(words.get(1));
                death = words.size() > 2 ? nanos(words.get(2)) : 0;
            }
            case "bad" -> faults.add(fault(words, Fault.Kind.BAD, 0));
            case "slow" -> faults.add(fault(words, Fault.Kind.SLOW, 0));
            case "weak" -> faults.add(fault(words, Fault.Kind.WEAK, count(words.get(4))));
            default -> throw new IllegalArgumentException("unknown word");
        }
    }

    private static Fault fault(List<String> words, Fault.Kind kind, long times) {
        Extent extent = new Extent(count(words.get(1)), count(words.get(2)));
        return new Fault(extent, kind, nanos(words.get(3)), times);
    }

    private static long count(String word) {
        long number = Long.decode(word);
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
        return number;
    }

    private static double rate(String word) {
        double rate = Double.parseDouble(word) * 1e6;
        if (!(rate > 0 && rate <= Long.MAX_VALUE)) {
            throw new IllegalArgumentException("not a rate");
        }
        return rate;
    }

    private static long nanos(String word) {
        double millis = Double.parseDouble(word);
        if (!(millis >= 0 && millis <= MILLIS_MAX)) {
            throw new IllegalArgumentException("not a time");
        }
        return Math.round(millis * 1e6);
    }
}
