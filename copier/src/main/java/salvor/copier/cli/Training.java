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
import salvor.copier.device.Posix;
import salvor.copier.net.Server;
import salvor.copier.net.ServerOptions;
import salvor.copier.net.Timing;

/**
 * What the start-up cache is made from: one run of what short commands do. {@code scripts/aot}
 * starts it once after a build; no person ever does.
 */
public final class Training {

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
            Main.run(arguments, output);
        }
        compare(folder);
    }

    private static void compare(Path folder) throws IOException {
        int lines = Posix.open(folder.resolve("lines").toString(), Posix.O_WRONLY | Posix.O_CREAT);
        String one = folder.resolve("one").toString();
        String two = folder.resolve("two").toString();
        for (String option : List.of("-b", "-l", "-s", "--count", "--ranges", "--json")) {
            CmpCommand.run(List.of(option, one, two), new CmpStreams(0, lines, lines));
        }
        CmpCommand.run(List.of(one, two), new CmpStreams(0, lines, lines));
        compareFar(folder, one, new CmpStreams(0, lines, lines));
        Posix.close(lines);
    }

    private static void compareFar(Path folder, String one, CmpStreams streams) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options =
                new ServerOptions(
                        any, folder.toString(), Map.of(), ServeCommand::open, Timing.USUAL);
        try (Server server = new Server(options)) {
            String there = "salvor://127.0.0.1:" + server.address().getPort() + "/two";
            CmpCommand.run(List.of(one, there), streams);
            CmpCommand.run(List.of("--count", "--paranoid", one, there), streams);
        }
    }
}
