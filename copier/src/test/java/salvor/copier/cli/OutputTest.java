package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to standard streams, and what happens when they cannot be written. */
class OutputTest {

    @TempDir Path folder;

    @Test
    void aRescueOfWhichNobodyCanBeToldGoesOn() throws IOException {
        byte[] disk = new byte[100_000];
        disk[77] = 1;
        String source = Files.write(folder.resolve("disk"), disk).toString();
        Path image = folder.resolve("image");

        int status =
                Program.run(
                        List.of("rescue", "--progress", source, image.toString()),
                        new Output(new ByteArrayOutputStream(), new FullStream()));

        assertEquals(0, status);
        assertArrayEquals(disk, Files.readAllBytes(image));
    }

    @Test
    void aNameBreaksNoLineOfTheSummary() throws IOException {
        Path source = Files.write(folder.resolve("disk\n\u001b[2J"), new byte[100_000]);
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int status =
                Program.run(
                        List.of("rescue", source.toString(), source + ".img"),
                        new Output(new ByteArrayOutputStream(), said));

        assertEquals(0, status);
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.getFirst().endsWith("disk\\n\\033[2J.img"), lines.getFirst());
        assertTrue(lines.getLast().startsWith("map: "), lines.getLast());
    }

    @Test
    void resultsThatCannotBeWrittenAreTrouble() {
        Output output = new Output(new FullStream(), new ByteArrayOutputStream());

        assertThrows(Refusal.class, () -> output.result("lost\n"));
    }
}
