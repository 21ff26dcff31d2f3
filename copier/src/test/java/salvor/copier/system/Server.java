package salvor.copier.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code salvor serve} as a process of its own, on a loopback port. */
final class Server implements AutoCloseable {

    private static final int ATTEMPTS = 600;
    private static final int ATTEMPT_MS = 50;
    private static final String READY = "listening on 127.0.0.1:";

    private final Process process;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param port 0 for any
     * @param options after {@code --listen}
     */
    static Server start(Path folder, int port, String... options)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "server", ".log");
        List<String> arguments = new ArrayList<>(List.of("serve", "--insecure"));
        arguments.addAll(List.of("--listen", "127.0.0.1:" + port));
        arguments.addAll(List.of(options));
        Process process = Program.start(folder, log, Map.of(), arguments.toArray(String[]::new));
        for (int i = 0; i < ATTEMPTS && process.isAlive(); i++) {
            String text = Files.readString(log);
            int at = text.indexOf(READY);
            if (at >= 0 && text.indexOf('\n', at) > 0) {
                String digits = text.substring(at + READY.length(), text.indexOf('\n', at));
                return new Server(process, Integer.parseInt(digits.strip()));
            }
            Thread.sleep(ATTEMPT_MS);
        }
        process.destroyForcibly();
        throw new AssertionError("the server did not start: " + Files.readString(log));
    }

    int port() {
        return port;
    }

    /** The location of what it calls {@code name}. */
    String location(String name) {
        return "salvor://127.0.0.1:" + port + "/" + name;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
