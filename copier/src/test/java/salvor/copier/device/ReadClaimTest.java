package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadClaimTest {

    @TempDir Path folder;

    private String file;

    @BeforeEach
    void build() throws IOException {
        Path path = folder.resolve("file");
        Files.write(path, new byte[4096]);
        file = path.toString();
    }

    private void assertBusy(String path) {
        DeviceException e =
                assertThrows(DeviceException.class, () -> WritableFileDevice.open(path).close());
        assertEquals(Errno.EBUSY, e.errno());
    }

    @Test
    void whatIsClaimedIsNotWritten() throws IOException {
        Path other = folder.resolve("other");
        Files.createLink(other, Path.of(file));
        try (ReadClaim _ = ReadClaim.of(List.of(file));
                ReadClaim _ = ReadClaim.of(List.of(file))) {
            assertBusy(file);
            assertBusy(other.toString());
        }
        WritableFileDevice.open(file).close();
    }

    @Test
    void whatIsWrittenIsNotClaimed() throws IOException {
        try (WritableFileDevice _ = WritableFileDevice.open(file)) {
            DeviceException e =
                    assertThrows(DeviceException.class, () -> ReadClaim.of(List.of(file)).close());
            assertEquals(Errno.EBUSY, e.errno());
        }
        ReadClaim.of(List.of(file)).close();
    }

    @Test
    void anExportIsNotWrittenWhileItIsRead() throws IOException {
        try (Device _ = ClaimedDevice.orPlain(FileDevice.open(file), file)) {
            assertBusy(file);
        }
        try (WritableFileDevice _ = WritableFileDevice.open(file);
                Device reader = ClaimedDevice.orPlain(FileDevice.open(file), file)) {
            assertEquals(4096, reader.size());
        }
    }
}
