package salvor.copier.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands, and the program itself as a person does: through its launcher. */
final class Program {

    private static final int PATIENCE_MIN = 5;

    /** How a process ended: 128 + signal when one ended it, as in a shell. */
    record Result(int status, String out, String err) {
        Result expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("status " + status + ", not " + wanted + "\n" + out + err);
            }
            return this;
        }
    }

    private Program() {}

    /** The repository's top folder: tests run in a module's. */
    static Path top() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("scripts/salvor")) ? here : here.resolve("..").normalize();
    }

    static String launcher() {
        return top().resolve("scripts/salvor").toString();
    }

    static Result salvor(Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher()));
        command.addAll(List.of(arguments));
        return run(folder, command);
    }

    static Result run(Path folder, String... command) throws IOException, InterruptedException {
        return run(folder, List.of(command));
    }

    static Result run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("salvor-test", ".out");
        Path err = Files.createTempFile("salvor-test", ".err");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MIN, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " hangs\n" + text(out) + text(err));
            }
            return new Result(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /**
     * Starts the program and leaves it running; both its streams go into {@code log}. A shell that
     * runs the tests in the background ignores Ctrl-C for them and all they start: not for this.
     */
    static Process start(
            Path folder, Path log, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", launcher()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
