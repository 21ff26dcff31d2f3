package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyCommandTest {

    private static final int SIZE = 3 << 20;

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void rescue() throws IOException {
        byte[] bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        Arrays.fill(bytes, 1 << 20, 2 << 20, (byte) 0);
        Files.write(folder.resolve("disk"), bytes);
        assertEquals(0, run("rescue", "-q", path("disk"), path("image")));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Program.run(List.of(arguments), new Output(out, err));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Other bytes at {@code position}. */
    private void damage(int position) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(path("image"), "rw")) {
            image.seek(position);
            int old = image.read();
            image.seek(position);
            image.write(~old);
        }
    }

    @Test
    void anImageAsItWasReadIsWell() {
        assertEquals(0, run("verify", path("image")));
        assertEquals("", out());
        assertTrue(err().contains("3.0 MiB checked: all as they were read\n"), err());
        assertEquals(0, run("verify", "-q", path("image"), path("image.map")));
        assertEquals("", out() + err());
    }

    @Test
    void everyDamagedBlockIsNamed() throws IOException {
        damage(7);
        damage((1 << 20) + (1 << 19));
        damage(SIZE - 1);
        assertEquals(1, run("verify", "-q", path("image")));
        List<String> lines = out().lines().toList();
        assertEquals(3, lines.size(), out());
        for (int i = 0; i < 3; i++) {
            String[] fields = lines.get(i).split(" ", -1);
            long start = Long.parseLong(fields[0]);
            long position = List.of(7, (1 << 20) + (1 << 19), SIZE - 1).get(i);
            assertTrue(start <= position, lines.get(i));
            assertTrue(position < start + Long.parseLong(fields[1]), lines.get(i));
        }
        assertEquals(1, run("verify", "--json", path("image")));
        assertTrue(out().contains("\"damaged\":[{\"start\":0,\"size\":"), out());
        assertTrue(out().contains("\"blocks\":"), out());
        assertEquals("", err());
    }

    @Test
    void progressIsToldWhereItIsAskedFor() {
        assertEquals(0, run("verify", "--progress", path("image")));
        assertTrue(err().startsWith("checked "), err());
        assertTrue(err().contains(" of 3.0 MiB, "), err());
        assertEquals(2, err().lines().count(), err());
        assertEquals(0, run("verify", "-q", "--progress", path("image")));
        assertEquals("", out() + err());
    }

    @Test
    void whatTheMapDoesNotClaimIsNotChecked() throws IOException {
        damage(7);
        Files.writeString(
                folder.resolve("image.map"),
                "0x0 ? 1\n0x00000000 0x00100000 ?\n0x00100000 0x00200000 +\n");
        assertEquals(0, run("verify", path("image")));
    }

    @Test
    void aShortenedImageIsDamagedAtItsEnd() throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(path("image"), "rw")) {
            image.setLength(SIZE - 10);
        }
        assertEquals(1, run("verify", "-q", path("image")));
        assertEquals(1, out().lines().count());
    }

    @Test
    void withoutChecksumsNothingIsCalledWell() throws IOException {
        Files.delete(folder.resolve("image.map.salvor"));
        assertEquals(2, run("verify", path("image")));
        assertTrue(err().contains("image.map.salvor: is not there"), err());
        assertEquals(2, run("verify", path("nosuch")));
        assertEquals(2, run("verify", "salvor://127.0.0.1:1/image"));
        assertEquals(1, err().lines().count());
    }
}
