package salvor.copier.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Pairs of files with holes, zeros, text and noise, alike in most places. */
final class SparseFiles {

    private static final int PAGE = 4096;
    private static final byte[] LINES = "ab\n\nc d\n".getBytes(StandardCharsets.US_ASCII);

    private final Random random;

    SparseFiles(Random random) {
        this.random = random;
    }

    /** Makes both anew. */
    void makeTwo(String one, String two) throws IOException {
        int length =
                switch (random.nextInt(8)) {
                    case 0 -> random.nextInt(3);
                    case 1 -> random.nextInt(10_000);
                    case 2 -> 3_000_000 + random.nextInt(4_000_000);
                    default -> random.nextInt(400_000);
                };
        try (RandomAccessFile first = empty(one);
                RandomAccessFile second = empty(two)) {
            first.setLength(length);
            int run = random.nextInt(5) == 0 ? 200 : 20;
            for (long at = 0; at < length; ) {
                byte[] bytes =
                        new byte[(int) Math.min(length - at, PAGE * (1L + random.nextInt(run)))];
                if (fill(bytes)) {
                    write(first, at, bytes);
                    write(second, at, bytes);
                }
                at += bytes.length;
            }
            second.setLength(length(length));
            for (int i = changes(); i > 0; i--) {
                change(second);
            }
        }
    }

    private static RandomAccessFile empty(String path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "rw");
        file.setLength(0);
        return file;
    }

    /** Whether anything is to be written; a hole otherwise. */
    private boolean fill(byte[] bytes) {
        switch (random.nextInt(5)) {
            case 0, 1 -> random.nextBytes(bytes);
            case 2 -> {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = LINES[i % LINES.length];
                }
            }
            case 3 -> {
                return true;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void write(RandomAccessFile file, long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.write(bytes);
    }

    private int length(int length) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(length + 1);
            case 1 -> length + 1 + random.nextInt(100_000);
            default -> length;
        };
    }

    private int changes() {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(10);
            default -> random.nextInt(100);
        };
    }

    private void change(RandomAccessFile file) throws IOException {
        long length = file.length();
        if (length == 0) {
            return;
        }
        long at = random.nextLong(length);
        byte[] bytes = new byte[(int) Math.min(length - at, 1 + random.nextInt(9000))];
        if (random.nextInt(3) > 0) {
            random.nextBytes(bytes);
        }
        write(file, at, bytes);
    }
}
