package salvor.copier.map;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;

/** Writes to an open file from a position on. Does not close it. */
final class FileOutput extends OutputStream {

    private final FileCalls calls;
    private final String name;
    private final int fd;
    private long position;

    FileOutput(FileCalls calls, String name, int fd, long position) {
        this.calls = calls;
        this.name = name;
        this.fd = fd;
        this.position = position;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment left = arena.allocate(Math.max(1, length)).asSlice(0, length);
            MemorySegment.copy(bytes, offset, left, ValueLayout.JAVA_BYTE, 0, length);
            while (left.byteSize() > 0) {
                long written = calls.pwrite(fd, left, left.byteSize(), position);
                if (written < 0 && written != -Errno.EINTR) {
                    throw new DeviceException(name, (int) -written);
                }
                position += Math.max(0, written);
                left = left.asSlice(Math.max(0, written));
            }
        }
    }
}
