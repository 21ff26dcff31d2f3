package salvor.copier.cli;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import salvor.copier.device.Posix;

/** Runs a case: as a process, or inside this one. */
final class CmpRunner {

    private final Path directory;

    CmpRunner(Path directory) {
        this.directory = directory;
    }

    /** Runs {@code command} with the arguments of {@code test}. */
    CmpOutcome process(List<String> command, CmpCase test, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(test.arguments());
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().putAll(environment);
        File output = file(test);
        builder.redirectOutput(output);
        if (test.output() == CmpCase.Output.FILE_WITH_ERRORS) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(directory.resolve("err").toFile());
        }
        try (FifoWriter _ = new FifoWriter(directory)) {
            builder.redirectInput(directory.resolve(test.input()).toFile());
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hangs: " + line);
            }
            return outcome(process.exitValue(), test);
        }
    }

    /** Runs the command here. File names must be absolute. */
    CmpOutcome inside(CmpCase test) throws IOException, InterruptedException {
        String output = file(test).toString();
        int flags =
                Posix.O_WRONLY | (output.startsWith("/dev/") ? 0 : Posix.O_CREAT | Posix.O_TRUNC);
        try (FifoWriter _ = new FifoWriter(directory)) {
            int in = Posix.open(directory.resolve(test.input()).toString(), Posix.O_RDONLY);
            int out = Posix.open(output, flags);
            boolean shared = test.output() == CmpCase.Output.FILE_WITH_ERRORS;
            int err =
                    shared
                            ? out
                            : Posix.open(
                                    directory.resolve("err").toString(),
                                    Posix.O_WRONLY | Posix.O_CREAT | Posix.O_TRUNC);
            int status = CmpCommand.run(test.arguments(), new CmpStreams(in, out, err));
            Posix.close(in);
            Posix.close(out);
            if (!shared) {
                Posix.close(err);
            }
            return outcome(status, test);
        }
    }

    private File file(CmpCase test) {
        return switch (test.output()) {
            case FILE, FILE_WITH_ERRORS -> directory.resolve("out").toFile();
            case NULL -> new File("/dev/null");
            case FULL -> new File("/dev/full");
        };
    }

    private CmpOutcome outcome(int status, CmpCase test) throws IOException {
        boolean kept = file(test).getName().equals("out");
        boolean shared = test.output() == CmpCase.Output.FILE_WITH_ERRORS;
        return new CmpOutcome(status, kept ? read("out") : "", shared ? "" : read("err"));
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code two} into the FIFO for whoever opens it to read. */
    private static final class FifoWriter implements AutoCloseable {
        private final Path fifo;
        private final Thread thread;

        FifoWriter(Path directory) {
            fifo = directory.resolve("fifo");
            thread = new Thread(() -> write(directory));
            thread.start();
        }

        private void write(Path directory) {
            try (FileOutputStream stream = new FileOutputStream(fifo.toFile())) {
                stream.write(Files.readAllBytes(directory.resolve("two")));
            } catch (IOException e) {
                // The reader had seen enough.
            }
        }

        /** Lets a writer go that nobody came to read from, or not to the end. */
        @Override
        public void close() {
            int fd = Posix.open(fifo.toString(), Posix.O_RDONLY | Posix.O_NONBLOCK);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment nobody = arena.allocate(1 << 16);
                while (thread.isAlive()) {
                    if (Posix.read(fd, nobody, nobody.byteSize()) <= 0) {
                        LockSupport.parkNanos(20_000);
                    }
                }
            }
            Posix.close(fd);
        }
    }
}
