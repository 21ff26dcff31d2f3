package salvor.copier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import salvor.copier.device.FileNames;

/**
 * The command line as the kernel holds it. The JVM decodes arguments by the locale and loses bytes
 * that the locale does not know; {@code /proc/self/cmdline} has them all.
 */
final class Arguments {

    private Arguments() {}

    /**
     * The same arguments, losslessly (see {@link FileNames}); as given where that cannot be had.
     */
    static List<String> exact(String[] decoded) {
        try {
            List<String> all = split(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            // The JVM's own arguments come first.
            return all.size() < decoded.length
                    ? List.of(decoded)
                    : all.subList(all.size() - decoded.length, all.size());
        } catch (IOException e) {
            return List.of(decoded);
        }
    }

    /** Strings that each end with a zero byte. */
    static List<String> split(byte[] line) {
        List<String> arguments = new ArrayList<>();
        for (int start = 0, i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                arguments.add(FileNames.decode(Arrays.copyOfRange(line, start, i)));
                start = i + 1;
            }
        }
        return arguments;
    }
}
