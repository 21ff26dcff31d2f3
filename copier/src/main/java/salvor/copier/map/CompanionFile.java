package salvor.copier.map;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/** An open companion: its head, and its slots in the order in which they were appended. */
final class CompanionFile implements AutoCloseable {

    private static final int SLOTS_PER_READ = 2730;

    private final FileCalls calls;
    private final String name;
    private final int fd;
    private final CompanionHeader header;

    /** Takes slots. */
    @FunctionalInterface
    interface Visitor {
        void visit(CompanionSlot slot) throws IOException;
    }

    /**
     * What a scan found.
     *
     * @param end of the last good slot
     * @param damaged slots before it that are not good
     */
    record Scan(long end, long damaged) {}

    /**
     * @param flags of open(2)
     */
    CompanionFile(FileCalls calls, String name, int flags) throws IOException {
        this.calls = calls;
        this.name = name;
        FileStatus status = calls.status(name);
        if (status != null && status.kind() != FileStatus.Kind.REGULAR) {
            throw new IOException(name + ": not a regular file");
        }
        fd = calls.open(name, flags);
        require(fd);
        try {
            header = CompanionHeader.parse(name, bytes(0, CompanionHeader.BYTES_MAX));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    CompanionHeader header() {
        return header;
    }

    /** Gives every good slot to {@code visitor}, in one pass over the file. */
    Scan scan(Visitor visitor) throws IOException {
        return scan(Long.MAX_VALUE, visitor);
    }

    /**
     * The same for the slots that lie before {@code last}.
     *
     * @param last position in the file
     */
    Scan scan(long last, Visitor visitor) throws IOException {
        long at = header.bytes().length;
        Scan scan = new Scan(at, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate((long) SLOTS_PER_READ * CompanionSlot.BYTES);
            ByteBuffer slots = block.asByteBuffer();
            for (long got = -1; got != 0; at += got) {
                got = Math.min(read(block, at), last - at);
                got -= got % CompanionSlot.BYTES;
                slots.clear().limit((int) got);
                scan = visit(slots, at, scan, visitor);
            }
        }
        return scan;
    }

    /** Gives the good slots of one block to {@code visitor}. */
    private Scan visit(ByteBuffer slots, long at, Scan before, Visitor visitor) throws IOException {
        byte[] seed = header.seed();
        long size = header.identity().size();
        Scan scan = before;
        while (slots.hasRemaining()) {
            CompanionSlot slot = CompanionSlot.decode(slots, seed, size);
            if (slot != null) {
                long end = at + slots.position();
                long between = (end - scan.end()) / CompanionSlot.BYTES - 1;
                scan = new Scan(end, scan.damaged() + between);
                visitor.visit(slot);
            }
        }
        return scan;
    }

    /** Cuts the file. */
    void truncate(long length) throws IOException {
        require(calls.ftruncate(fd, length));
    }

    void write(byte[] bytes, int length, long position) throws IOException {
        new FileOutput(calls, name, fd, position).write(bytes, 0, length);
    }

    void force() throws IOException {
        require(calls.fsync(fd));
    }

    @Override
    public void close() {
        int ignored = calls.close(fd);
    }

    private byte[] bytes(long position, int count) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(count);
            byte[] found = new byte[(int) read(block, position)];
            block.asByteBuffer().get(found);
            return found;
        }
    }

    /** Fills the block, unless the file ends before; the bytes read. */
    private long read(MemorySegment block, long position) throws IOException {
        long done = 0;
        while (done < block.byteSize()) {
            long got =
                    calls.pread(fd, block.asSlice(done), block.byteSize() - done, position + done);
            if (got == 0) {
                break;
            }
            if (got != -Errno.EINTR) {
                require(got);
                done += got;
            }
        }
        return done;
    }

    private void require(long result) throws DeviceException {
        if (result < 0) {
            throw new DeviceException(name, (int) -result);
        }
    }

    static final int READ = Posix.O_RDONLY;
    static final int APPEND = Posix.O_RDWR;
}
