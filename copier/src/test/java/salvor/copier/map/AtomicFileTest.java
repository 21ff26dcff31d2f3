package salvor.copier.map;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Errno;
import salvor.copier.device.FileNames;
import salvor.copier.testing.Cases;

class AtomicFileTest {

    private static final byte[] OLD = "the old map".getBytes(US_ASCII);
    private static final byte[] NEW =
            "the new map, which is longer".repeat(3000).getBytes(US_ASCII);

    @TempDir Path folder;

    private static void save(CrashingFiles files, String path, byte[] content) throws IOException {
        new AtomicFile(files).replace(path, out -> out.write(content));
    }

    @Test
    void aPowerCutAnywhereLeavesTheOldFileOrTheNew() {
        Cases.run(
                1000,
                random -> {
                    CrashingFiles files = new CrashingFiles(random);
                    save(files, "m", OLD);
                    files.cutPowerAfter(random.nextInt(40));
                    boolean saved = false;
                    try {
                        save(files, "m", NEW);
                        saved = true;
                    } catch (CrashingFiles.PowerCut e) {
                        // As asked.
                    }
                    files.powerOn();
                    byte[] found = files.content("m");
                    assertTrue(Arrays.equals(NEW, found) || (!saved && Arrays.equals(OLD, found)));
                    save(files, "m", NEW);
                    files.powerOn();
                    assertArrayEquals(NEW, files.content("m"));
                    assertFalse(files.exists("m" + AtomicFile.SUFFIX));
                });
    }

    @Test
    void anErrorAnywhereLeavesTheOldFileOrTheNewAndNoOther() throws IOException {
        int failures = 0;
        for (int call = 0; call < 20; call++) {
            CrashingFiles files = new CrashingFiles(new Random(call));
            save(files, "m", OLD);
            files.failAt(call, Errno.ENOSPC);
            try {
                save(files, "m", NEW);
                assertArrayEquals(NEW, files.content("m"));
            } catch (IOException e) {
                failures++;
                assertEquals("m: No space left on device", e.getMessage());
                byte[] found = files.content("m");
                assertTrue(Arrays.equals(NEW, found) || Arrays.equals(OLD, found));
            }
            assertFalse(files.exists("m" + AtomicFile.SUFFIX) && files.unlinked());
        }
        assertTrue(failures >= 5, failures + " failures");
    }

    @Test
    void keepsPermissionsAndLinksAndNamesThatAreNotText() throws IOException {
        String target = folder + "/m" + FileNames.decode(new byte[] {(byte) 0xFF, 'x'});
        AtomicFile.save(target, out -> out.write(OLD));
        AtomicFile.save(target, out -> out.write(NEW));
        Path map = folder.resolve("map");
        Files.write(map, OLD);
        Files.setPosixFilePermissions(map, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("map"));
        AtomicFile.save(link.toString(), out -> out.write(NEW));
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(NEW, Files.readAllBytes(map));
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(map)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void neverReplacesWhatIsNoRegularFile() throws IOException {
        IOException e =
                assertThrows(
                        IOException.class,
                        () -> AtomicFile.save(folder.toString(), out -> out.write(NEW)));
        assertEquals(folder + ": not a regular file", e.getMessage());
        assertThrows(IOException.class, () -> AtomicFile.save("/dev/null", out -> out.write(NEW)));
        assertTrue(Files.exists(Path.of("/dev/null")));
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }
}
