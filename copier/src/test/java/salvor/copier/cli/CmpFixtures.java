package salvor.copier.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Files to compare: two that are made anew for each case, and some that stay. */
final class CmpFixtures {

    /** Beyond what 32 bits count. */
    static final long FAR = (5L << 30) + 12_345;

    private static final int LARGE = 700_000;

    private final Path directory;

    CmpFixtures(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        Files.createDirectory(directory.resolve("dir"));
        Files.createFile(directory.resolve("empty"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("one"));
        Files.writeString(directory.resolve("-l"), "dash\n");
        new ProcessBuilder("mkfifo", "fifo").directory(directory.toFile()).start().waitFor();
        far("far1", "the end\nof one\n");
        far("far2", "the end\nof two\nand more");
    }

    private void far(String name, String end) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.seek(FAR);
            file.write(end.getBytes(StandardCharsets.UTF_8));
        }
    }

    Path directory() {
        return directory;
    }

    /** Makes {@code one} and {@code two}: equal, alike, or not. */
    void vary(Random random) throws IOException {
        byte[] one = content(random);
        Files.write(directory.resolve("one"), one);
        Files.write(directory.resolve("two"), relative(one, random));
    }

    private static byte[] content(Random random) {
        int length =
                switch (random.nextInt(10)) {
                    case 0 -> 0;
                    case 1, 2 -> random.nextInt(20_000);
                    case 3 -> 4096 * random.nextInt(4);
                    case 4 -> random.nextInt(20) == 0 ? random.nextInt(LARGE) : 65_536;
                    default -> random.nextInt(60);
                };
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            String text = "ab\n\nc d\n\u007f";
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) text.charAt(Math.floorMod(bytes[i], text.length()));
            }
        }
        return bytes;
    }

    private static byte[] relative(byte[] one, Random random) {
        int length = random.nextInt(3) == 0 ? random.nextInt(one.length + 1) : one.length;
        byte[] two = java.util.Arrays.copyOf(one, length + (random.nextInt(4) == 0 ? 3 : 0));
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> random.nextBytes(two);
            default -> {
                for (int i = random.nextInt(6); i > 0 && two.length > 0; i--) {
                    two[random.nextInt(two.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return two;
    }

    /** What an operand may be called. */
    static String name(Random random) {
        return switch (random.nextInt(30)) {
            case 0 -> "-";
            case 1 -> "absent";
            case 2 -> "dir";
            case 3 -> "empty";
            case 4 -> "link";
            case 5 -> "./one";
            case 6 -> "fifo";
            case 7 -> "/dev/null";
            case 8 -> "/proc/version";
            case 9 -> "/sys/kernel/mm/transparent_hugepage/enabled";
            case 10 -> "/proc/filesystems";
            case 11 -> "../" + "absent/one";
            // Loop devices in the system test; absent elsewhere.
            case 28 -> "loop1";
            case 29 -> "loop2";
            case 12, 13, 14, 15, 16, 17, 18 -> "one";
            default -> "two";
        };
    }

    static final List<String> FAR_FILES = List.of("far1", "far2");
}
