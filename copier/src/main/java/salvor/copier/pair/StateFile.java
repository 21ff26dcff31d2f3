package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;
import salvor.copier.map.AtomicFile;

/** The file in which a confirmation keeps how far it is, so that a stop costs a few seconds. */
final class StateFile {

    /** More is no state: some hundred relations with all their ranges. */
    private static final long SIZE_MAX = 64 << 20;

    private final String path;

    StateFile(String path) {
        this.path = path;
    }

    /**
     * What was saved; empty if nothing was.
     *
     * @throws IOException one line, if the file cannot be read, or is none of these, or answers
     *     another question
     */
    Optional<PairState> load(String question) throws IOException {
        FileStatus status = FileStatus.orNull(path);
        if (status == null) {
            return Optional.empty();
        }
        String text = read();
        PairState state;
        try {
            state = PairState.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": not a state that pair saved; name another file", e);
        }
        if (!state.question().equals(question)) {
            throw new IOException(
                    path
                            + ": saved for other disks, or for the same when they held something"
                            + " else; remove it to begin anew");
        }
        return Optional.of(state);
    }

    private String read() throws IOException {
        try (FileDevice file = FileDevice.open(path);
                Arena arena = Arena.ofConfined()) {
            if (file.size() > SIZE_MAX) {
                throw new IOException(path + ": not a state that pair saved; name another file");
            }
            MemorySegment memory = arena.allocate(Math.max(1, file.size()), 4096);
            int bytes = file.read(0, memory).bytes();
            byte[] text = memory.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    /** Durable when this returns. */
    void save(PairState state) throws IOException {
        byte[] text = state.text().getBytes(StandardCharsets.UTF_8);
        AtomicFile.save(path, out -> out.write(text));
    }

    /** The confirmation came to its end: a later run begins anew. */
    void remove() throws IOException {
        int error = Posix.unlink(path);
        if (error < 0 && error != -Errno.ENOENT) {
            throw new DeviceException(path, -error);
        }
    }
}
