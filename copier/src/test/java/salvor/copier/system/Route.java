package salvor.copier.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways of a rescue: within this machine, to a server, from a server. */
enum Route {
    LOCAL,
    TO_SERVER,
    FROM_SERVER;

    /** Rescues a device into {@code image} with {@code image.map}, both in {@code folder}. */
    Program.Result rescue(Path folder, FailingBlockDevice device, String... options)
            throws IOException, InterruptedException {
        return switch (this) {
            case LOCAL -> rescue(folder, device.node(), "image", options);
            case TO_SERVER -> {
                try (Server server = Server.start(folder, 0, "--root", folder.toString())) {
                    yield rescue(folder, device.node(), server.location("image"), options);
                }
            }
            case FROM_SERVER -> {
                try (Server server = Server.start(folder, 0, "--export", "bad=" + device.node())) {
                    yield rescue(folder, server.location("bad"), "image", options);
                }
            }
        };
    }

    private static Program.Result rescue(
            Path folder, String source, String destination, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("rescue"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(source, destination, "image.map"));
        return Program.salvor(folder, command.toArray(String[]::new));
    }
}
