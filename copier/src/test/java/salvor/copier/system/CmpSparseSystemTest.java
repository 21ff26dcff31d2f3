package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code cmp} of two files of a tebibyte that are nearly all hole and differ in some bytes. Who
 * read the holes would be at it for minutes.
 */
@Tag("system")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CmpSparseSystemTest {

    private static final long SIZE = 1L << 40;
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    /** Data lie in windows, one in each part. */
    private static final int PARTS = 256;

    private static final int WINDOW = 1 << 18;
    private static final int WINDOW_PAGES = WINDOW / PAGE;

    private final Random random = new Random(Long.getLong("salvor.seed", 21));

    @TempDir Path folder;

    private final List<String> ranges = new ArrayList<>();
    private long first = -1;
    private long newlines;
    private long newlinesBeforeFirst;
    private long differing;

    @Test
    void filesOfATebibyteThatDifferAreComparedExactlyAndWithoutTheirHoles() throws Exception {
        String one = folder.resolve("one").toString();
        String two = folder.resolve("two").toString();
        try (RandomAccessFile a = new RandomAccessFile(one, "rw");
                RandomAccessFile b = new RandomAccessFile(two, "rw")) {
            a.setLength(SIZE);
            b.setLength(SIZE);
            for (int part = 0; part < PARTS; part++) {
                long pages = SIZE / PARTS / PAGE;
                long at = (part * pages + random.nextLong(pages - WINDOW_PAGES)) * PAGE;
                window(a, b, at);
            }
        }
        String count = differing + "\n";
        assertEquals(count, Program.salvor(folder, "cmp", "--count", one, two).expect(1).out());
        assertEquals(
                String.join("", ranges),
                Program.salvor(folder, "cmp", "--ranges", one, two).expect(1).out());
        assertEquals(
                "one two differ: byte %d, line %d\n".formatted(first + 1, newlinesBeforeFirst + 1),
                Program.run(
                                folder,
                                "env",
                                "LC_ALL=C.UTF-8",
                                Program.launcher(),
                                "cmp",
                                "one",
                                "two")
                        .expect(1)
                        .out());
    }

    /** Data of both files around one place; adds to the truth what differs there. */
    private void window(RandomAccessFile a, RandomAccessFile b, long at) throws IOException {
        byte[] ones = new byte[WINDOW];
        byte[] others = new byte[WINDOW];
        int from = random.nextInt(WINDOW_PAGES) * PAGE;
        int to = from + (1 + random.nextInt((WINDOW - from) / PAGE)) * PAGE;
        byte[] data = new byte[to - from];
        random.nextBytes(data);
        switch (random.nextInt(6)) {
            case 0 -> write(a, at, ones, from, data);
            case 1 -> write(b, at, others, from, data);
            case 2 -> {
                write(a, at, ones, 0, data);
                write(b, at, others, from, data);
            }
            case 3 -> write(b, at, others, from, new byte[data.length]);
            default -> {
                write(a, at, ones, from, data);
                for (int i = random.nextInt(10); i > 0; i--) {
                    data[random.nextInt(data.length)]++;
                }
                write(b, at, others, from, data);
            }
        }
        compare(ones, others, at);
    }

    private static void write(RandomAccessFile file, long at, byte[] window, int from, byte[] data)
            throws IOException {
        file.seek(at + from);
        file.write(data);
        System.arraycopy(data, 0, window, from, data.length);
    }

    /** Sectors that differ make a range with their differing neighbours. */
    private void compare(byte[] ones, byte[] others, long at) {
        long start = -1;
        long end = -1;
        long bytes = 0;
        for (int i = 0; i < WINDOW; i++) {
            if (ones[i] != others[i]) {
                if (first < 0) {
                    first = at + i;
                    newlinesBeforeFirst = newlines;
                }
                differing++;
                if (start >= 0 && i / SECTOR > end / SECTOR + 1) {
                    addRange(at, start, end, bytes);
                    start = -1;
                }
                bytes = start < 0 ? 1 : bytes + 1;
                start = start < 0 ? i : start;
                end = i;
            }
            newlines += ones[i] == '\n' ? 1 : 0;
        }
        if (start >= 0) {
            addRange(at, start, end, bytes);
        }
    }

    private void addRange(long at, long start, long end, long bytes) {
        ranges.add("%d %d %d\n".formatted(at + start + 1, at + end + 1, bytes));
    }
}
