package salvor.copier.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of simulated drives: {@code sim:MODEL[,size=SIZE][,seed=N]} for one of the built-in
 * {@link FaultShapes.Shape shapes}, and {@code sim:faults=FILE,disk=FILE} for a {@link FaultFile}
 * over the bytes of a file.
 */
public final class SimulatedLocation {

    public static final String SCHEME = "sim:";

    private static final Pattern FILES = Pattern.compile("faults=(.+),disk=(.+)", Pattern.DOTALL);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGT]?)");
    private static final long SIZE_DEFAULT = 256L << 20;
    private static final long SIZE_MAX = 1L << 50;
    private static final long FAULT_FILE_BYTES_MAX = 256L << 20;

    private SimulatedLocation() {}

    /**
     * Opens a drive.
     *
     * @param words what follows {@code sim:}
     * @throws IllegalArgumentException when they name no drive, with what is wrong
     * @throws DeviceException when a file they name cannot be read
     */
    public static SimulatedDrive open(String words) throws DeviceException {
        Matcher matcher = FILES.matcher(words);
        if (matcher.matches()) {
            FaultModel model = faults(matcher.group(1));
            return new SimulatedDrive(FileDevice.open(matcher.group(2)), model);
        }
        return shape(SCHEME + words, List.of(words.split(",", -1)));
    }

    /** The files that a drive is made of. */
    public static List<String> files(String words) {
        Matcher matcher = FILES.matcher(words);
        return matcher.matches() ? List.of(matcher.group(1), matcher.group(2)) : List.of();
    }

    private static SimulatedDrive shape(String location, List<String> words) {
        FaultShapes.Shape shape = shape(words.getFirst());
        long size = SIZE_DEFAULT;
        long seed = 1;
        for (String word : words.subList(1, words.size())) {
            if (word.startsWith("size=")) {
                size = size(word.substring(5));
            } else if (word.startsWith("seed=")) {
                seed = seed(word.substring(5));
            } else {
                throw new IllegalArgumentException(
                        "a simulated drive has a size= and a seed=, no " + word);
            }
        }
        Device medium = new SeededDevice(location, size, seed);
        return new SimulatedDrive(medium, FaultShapes.make(shape, size, seed));
    }

    private static long seed(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a seed: " + word + "; write a number", e);
        }
    }

    private static FaultShapes.Shape shape(String word) {
        for (FaultShapes.Shape shape : FaultShapes.Shape.values()) {
            if (shape.name().toLowerCase(Locale.ROOT).equals(word)) {
                return shape;
            }
        }
        throw new IllegalArgumentException(
                "no model "
                        + word
                        + "; there are healthy, scatter, scratch, head, advanced, weak, wearout, and"
                        + " faults=FILE,disk=FILE");
    }

    private static long size(String word) {
        Matcher matcher = SIZE.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: " + word);
        }
        int shift = 10 * (matcher.group(2).isEmpty() ? 0 : "_KMGT".indexOf(matcher.group(2)));
        long size = Long.parseLong(matcher.group(1));
        if (size > SIZE_MAX >> shift) {
            throw new IllegalArgumentException("larger than any drive: " + word);
        }
        return size << shift;
    }

    private static FaultModel faults(String path) throws DeviceException {
        try (FileDevice file = FileDevice.open(path);
                Arena arena = Arena.ofConfined()) {
            if (file.size() > FAULT_FILE_BYTES_MAX) {
                throw new IllegalArgumentException(path + ": too large for a fault file");
            }
            MemorySegment text = arena.allocate(Math.max(1, file.size()));
            ReadOutcome outcome = file.read(0, text);
            if (outcome instanceof ReadOutcome.Failed failed) {
                throw new DeviceException(path, failed.errno());
            }
            byte[] bytes = text.asSlice(0, outcome.bytes()).toArray(ValueLayout.JAVA_BYTE);
            return FaultFile.parse(
                    path, new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
        }
    }
}
