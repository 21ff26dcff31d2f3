package salvor.copier.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import salvor.copier.compare.LineSink;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileNames;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * Standard output and standard error, buffered as C's are: what is on standard output when a line
 * goes to standard error is what would be there had GNU cmp written it, block by block. That shows
 * where both are one pipe, and in what is said of a full disk.
 */
final class CmpOutput implements LineSink, AutoCloseable {

    private static final int BUFFER_MAX = 8192;

    /** Whoever writes so much at a time has much to write. */
    private static final int MUCH = 64 << 10;

    /** Writer and reader wake each other less often than with the usual 64 KiB. */
    private static final int PIPE_BYTES = 256 << 10;

    private final Arena arena = Arena.ofShared();
    private final CmpStreams streams;
    private final int block;
    private final boolean byLine;
    private final MemorySegment pending;
    private int pendingBytes;
    private int failure;
    private boolean isWide;

    CmpOutput(CmpStreams streams) {
        this.streams = streams;
        FileStatus status = status(streams.output());
        int preferred = status == null ? 0 : status.blockSize();
        block = preferred > 0 && preferred < BUFFER_MAX ? preferred : BUFFER_MAX;
        byLine =
                status != null
                        && status.kind() == FileStatus.Kind.CHARACTER
                        && Posix.isTerminal(streams.output());
        pending = arena.allocate(block);
    }

    private static @Nullable FileStatus status(int fd) {
        try {
            return FileStatus.of(fd, "standard output");
        } catch (DeviceException e) {
            return null;
        }
    }

    /** Whether standard output is the null device, so that nobody sees what is written. */
    boolean isNull() {
        try {
            FileStatus output = FileStatus.of(streams.output(), "standard output");
            FileStatus nothing = FileStatus.of("/dev/null");
            return output.device() == nothing.device() && output.inode() == nothing.inode();
        } catch (DeviceException e) {
            return false;
        }
    }

    @Override
    public void write(MemorySegment from, long count) {
        if (count >= MUCH && !isWide) {
            isWide = true;
            Posix.widenPipe(streams.output(), PIPE_BYTES);
        }
        long total = pendingBytes + count;
        // What fills a block exactly waits for the next byte.
        long keep = byLine || total == 0 ? 0 : (total - 1) % block + 1;
        if (keep < total) {
            flush();
            put(from, count - keep);
            MemorySegment.copy(from, count - keep, pending, 0, keep);
            pendingBytes = (int) keep;
        } else {
            MemorySegment.copy(from, 0, pending, pendingBytes, count);
            pendingBytes += (int) count;
        }
    }

    /** Writes a text to standard output; it brings its own line ends. */
    void print(String text) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment bytes = segment(text, scratch);
            write(bytes, bytes.byteSize());
        }
    }

    /** Writes a text to standard error, leaving what waits for standard output where it is. */
    void complain(String text) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment bytes = segment(text, scratch);
            put(streams.error(), bytes, bytes.byteSize());
        }
    }

    /** As C's {@code error(3)}: standard output goes first. */
    void error(String text) {
        flush();
        complain("cmp: " + text + "\n");
    }

    /**
     * Ends standard output.
     *
     * @return what went wrong with it, or null
     */
    @Nullable String finish() {
        boolean failedBefore = failure != 0;
        flush();
        if (failure == 0) {
            return null;
        }
        return failedBefore ? "write failed" : "standard output: " + Errno.words(failure);
    }

    private static MemorySegment segment(String text, Arena arena) {
        byte[] bytes = FileNames.encode(text);
        MemorySegment segment = arena.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment.asSlice(0, bytes.length);
    }

    private void flush() {
        put(pending, pendingBytes);
        pendingBytes = 0;
    }

    /** Writes to standard output; nothing more after a failure. */
    private void put(MemorySegment from, long count) {
        if (failure == 0 && count > 0) {
            failure = put(streams.output(), from, count);
        }
    }

    private static int put(int fd, MemorySegment from, long count) {
        for (long done = 0; done < count; ) {
            long result = Posix.write(fd, from.asSlice(done), count - done);
            if (result == -Errno.EPIPE && Signals.letPipeEnd()) {
                result = Posix.write(fd, from.asSlice(done), count - done);
            }
            if (result < 0 && result != -Errno.EINTR) {
                return (int) -result;
            }
            done += Math.max(0, result);
        }
        return 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}
