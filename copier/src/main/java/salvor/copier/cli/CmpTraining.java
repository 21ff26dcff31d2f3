package salvor.copier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import salvor.copier.device.Posix;

/**
 * What the start-up cache of {@code salvor cmp} is made from, which is apart from the others'
 * ({@link Training}) because all that is in a cache is loaded at once. It holds the classes, and
 * what the compilers learned here of the loops over bytes, so that these are compiled when they are
 * first called. No person ever starts it.
 */
public final class CmpTraining {

    /** Enough for the second compiler to compile each loop. */
    private static final int BYTES = 16 << 20;

    private static final String LISTED = "4M";

    private CmpTraining() {}

    /**
     * Does it.
     *
     * @param args a folder to work in
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(Arguments.exact(args).getFirst());
        byte[] noise = new byte[BYTES];
        new Random(1).nextBytes(noise);
        String noisy = file(folder, "noisy", noise);
        String same = file(folder, "same", noise);
        String halfChanged = file(folder, "changed", halfChanged(noise));
        String one = file(folder, "one", new byte[8192]);
        String two = file(folder, "two", "not the same".getBytes(StandardCharsets.US_ASCII));
        int lines = Posix.open(folder.resolve("lines").toString(), Posix.O_WRONLY | Posix.O_CREAT);
        CmpStreams streams = new CmpStreams(0, lines, lines);
        for (List<String> arguments :
                List.of(
                        List.of(one, two),
                        List.of("-b", one, two),
                        List.of("-s", one, two),
                        List.of(noisy, same),
                        List.of("--count", noisy, halfChanged),
                        List.of("--ranges", noisy, halfChanged),
                        List.of("--json", noisy, halfChanged),
                        List.of("-l", "-n", LISTED, noisy, halfChanged),
                        List.of("-bl", "-n", LISTED, noisy, halfChanged))) {
            CmpCommand.run(arguments, streams);
        }
        Posix.close(lines);
        // So that it is in the cache as well.
        System.err.println("trained for " + Main.class.getName());
    }

    private static String file(Path folder, String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content).toString();
    }

    /** Every second byte by chance. */
    private static byte[] halfChanged(byte[] bytes) {
        byte[] changed = new byte[bytes.length];
        new Random(2).nextBytes(changed);
        for (int i = 0; i < changed.length; i++) {
            changed[i] = (byte) (bytes[i] ^ (changed[i] & 1));
        }
        return changed;
    }
}
