package salvor.copier.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import salvor.copier.device.Posix;
import salvor.copier.net.Server;
import salvor.copier.net.ServerOptions;
import salvor.copier.net.Timing;

/**
 * What the start-up cache is made from: one run of what short commands do, but for local
 * comparisons ({@link CmpTraining}). {@code scripts/aot} starts it once after a build; no person
 * ever does.
 */
public final class Training {

    private static final int NOISE = 32 << 20;

    private Training() {}

    /**
     * Does it.
     *
     * @param args a folder to work in
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        String image = folder.resolve("image").toString();
        Output output =
                new Output(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        Files.write(folder.resolve("one"), new byte[8192]);
        Files.write(folder.resolve("two"), "not the same".getBytes(StandardCharsets.US_ASCII));
        for (List<String> arguments :
                List.of(
                        List.of("--help"),
                        List.of("rescue", "--help"),
                        List.of("rescue", "--json", "sim:scatter,size=4M", image),
                        List.of("rescue", folder.resolve("one").toString(), image + "2"))) {
            Program.run(arguments, output);
        }
        network(folder, output);
        // The way in and out of the process belongs to it.
        Main.main(new String[] {"--version"});
    }

    /** A rescue to a server, one from it, and far operands. */
    private static void network(Path folder, Output output) throws IOException {
        byte[] noise = new byte[NOISE];
        new Random(1).nextBytes(noise);
        String disk = Files.write(folder.resolve("noise"), noise).toString();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options =
                new ServerOptions(
                        any, folder.toString(), Map.of(), ServeCommand::open, Timing.USUAL);
        try (Server server = new Server(options)) {
            String there = "salvor://127.0.0.1:" + server.address().getPort();
            String map = folder.resolve("there.map").toString();
            Program.run(List.of("rescue", "-q", disk, there + "/there", map), output);
            String back = folder.resolve("back").toString();
            Program.run(List.of("rescue", "-q", there + "/noise", back), output);
            int lines = lines(folder);
            CmpStreams streams = new CmpStreams(0, lines, lines);
            String one = folder.resolve("one").toString();
            CmpCommand.run(List.of(one, there + "/two"), streams);
            CmpCommand.run(List.of("--count", "--paranoid", one, there + "/two"), streams);
            Posix.close(lines);
        }
    }

    private static int lines(Path folder) {
        return Posix.open(folder.resolve("lines").toString(), Posix.O_WRONLY | Posix.O_CREAT);
    }
}
