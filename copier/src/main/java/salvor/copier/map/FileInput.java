package salvor.copier.map;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/** Reads a regular file or a pipe from its beginning. */
final class FileInput extends InputStream {

    private final String name;
    private final int fd;
    private final long sizeMax;
    private long position;

    /**
     * @param sizeMax bytes; a longer file is malformed, which shows when they are read
     * @throws IOException when it cannot be opened, or is neither a regular file nor a pipe
     */
    FileInput(String name, long sizeMax) throws IOException {
        this.name = name;
        this.sizeMax = sizeMax;
        fd = Posix.open(name, Posix.O_RDONLY);
        if (fd < 0) {
            throw new DeviceException(name, -fd);
        }
        try {
            FileStatus status = FileStatus.of(fd, name);
            if (status.kind() == FileStatus.Kind.DIRECTORY) {
                throw new DeviceException(name, Errno.EISDIR);
            }
            if (status.kind() != FileStatus.Kind.REGULAR && status.kind() != FileStatus.Kind.PIPE) {
                throw new IOException(name + ": not a regular file");
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(length);
            long got;
            do {
                got = Posix.read(fd, block, length);
            } while (got == -Errno.EINTR);
            if (got < 0) {
                throw new DeviceException(name, (int) -got);
            }
            MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, into, offset, (int) got);
            position += got;
            if (position > sizeMax) {
                throw new MalformedMapException(name, "longer than " + sizeMax + " bytes");
            }
            return got == 0 ? -1 : (int) got;
        }
    }

    @Override
    public void close() {
        int ignored = Posix.close(fd);
    }
}
