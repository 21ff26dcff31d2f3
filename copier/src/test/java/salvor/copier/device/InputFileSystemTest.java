package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.SystemLab;

/** What the page cache holds of a real block device. */
@Tag("system")
final class InputFileSystemTest {

    private static final int BYTES = 4 << 20;

    @TempDir Path folder;

    @Test
    void aBlockDeviceIsCachedWhenItWasReadAndIsStillOpen() throws Exception {
        try (SystemLab lab = new SystemLab(folder);
                Arena arena = Arena.ofConfined()) {
            String node = lab.loop(lab.file("disk", BYTES), "-r");
            try (InputFile file = InputFile.open(node)) {
                assertFalse(file.isCached());
                MemorySegment buffer = arena.allocate(BYTES, BufferPool.ALIGNMENT);
                assertTrue(file.readAt(0, buffer, BYTES) > 0);
                assertTrue(file.isCached());
            }
        }
    }
}
