package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;
import salvor.protocol.message.Extent;

final class FileDeviceTest extends DeviceConformance {

    @Override
    protected Device open() throws Exception {
        return FileDevice.open(file());
    }

    @Test
    void aFileThatWasCutIsNotPresent() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(device().name(), "rw")) {
            file.setLength(content().length - 1);
        }
        assertFalse(device().isPresent());
    }

    @Test
    void aHoleIsFound() throws Exception {
        String path = folder.resolve("holes").toString();
        try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
            file.seek(1 << 20);
            file.write(1);
            file.setLength(3 << 20);
        }
        try (Device holes = FileDevice.open(path)) {
            assertEquals(1 << 20, holes.nextData(0).start());
            assertEquals(new Extent(3 << 20, 0), holes.nextData(2 << 20));
        }
    }

    @Test
    void aFolderIsNone() {
        DeviceException e =
                assertThrows(DeviceException.class, () -> FileDevice.open(folder.toString()));
        assertEquals(Errno.EISDIR, e.errno());
    }
}
