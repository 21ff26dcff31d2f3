package salvor.copier.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import salvor.copier.device.BlockUsage;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.device.SimulatedLocation;
import salvor.copier.net.Export;
import salvor.copier.net.Server;
import salvor.copier.net.ServerOptions;
import salvor.copier.net.Timing;
import salvor.protocol.message.Access;

/** {@code salvor serve}. */
@Command(
        name = "serve",
        description = {
            "Receives images from other machines, and lets them read what is exported by name.",
            "Runs until it is stopped (Ctrl-C, TERM)."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Images:   salvor serve --listen 127.0.0.1:7000 --root /images --insecure",
            "          salvor rescue /dev/sdX salvor://127.0.0.1:7000/disk.img",
            "Exports:  salvor serve --listen 127.0.0.1:7000 --export bad=/dev/sdX --insecure",
            "          salvor rescue salvor://127.0.0.1:7000/bad disk.img"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int PORT_MAX = 65_535;

    private final Output output;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where to listen; port 0 takes any that is free, and is then printed.")
    private String listen = "";

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Where images live. Nothing outside can be named by a client.")
    private @Nullable String root;

    @Option(
            names = "--export",
            paramLabel = "NAME=PATH[:ro|:rw]",
            description =
                    "A file or device to serve too; read-only unless :rw. Repeatable. Checksums of"
                            + " what is written into a file are kept beside it, as FILE.salvor; of"
                            + " what is written into a device only the client has them.")
    private List<String> exports = new ArrayList<>();

    @Option(
            names = "--insecure",
            description = "Plain TCP, without authentication; on loopback addresses only.")
    private boolean insecure;

    @Option(
            names = "--insecure-anywhere",
            description = "The same on any address: who reaches it can read and write.")
    private boolean insecureAnywhere;

    ServeCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        InetSocketAddress address = address();
        requireConsent(address);
        if (root == null && exports.isEmpty()) {
            throw new Refusal("nothing to serve; name a folder by --root, or devices by --export");
        }
        if (root != null && FileStatus.of(root).kind() != FileStatus.Kind.DIRECTORY) {
            throw new Refusal(root + ": is not a folder; --root names the folder of the images");
        }
        ServerOptions options =
                new ServerOptions(address, root, exportsByName(), ServeCommand::open, Timing.USUAL);
        try (Server server = listen(options)) {
            Thread stop = new Thread(server::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            output.result("listening on " + shown(server.address()) + "\n");
            server.await();
        }
        return 0;
    }

    private Server listen(ServerOptions options) throws IOException {
        NettyLog.silence();
        try {
            return new Server(options);
        } catch (BindException e) {
            throw new Refusal(listen + ": " + e.getMessage() + "; choose another by --listen");
        }
    }

    private InetSocketAddress address() {
        int colon = listen.lastIndexOf(':');
        String host = colon < 0 ? "" : listen.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new Refusal("--listen '" + listen + "': write HOST:PORT, as 127.0.0.1:7000");
        }
        try {
            int port = Integer.parseInt(listen.substring(colon + 1));
            if (port >= 0 && port <= PORT_MAX) {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        } catch (UnknownHostException e) {
            throw new Refusal("--listen " + listen + ": no such host; check the name");
        }
        throw new Refusal(
                "--listen '"
                        + listen
                        + "': not a port; write a number from 0 (any) to "
                        + PORT_MAX);
    }

    private void requireConsent(InetSocketAddress address) {
        if (!insecure && !insecureAnywhere) {
            throw new Refusal(
                    "this server would speak plain TCP, without authentication;"
                            + " say --insecure to allow that on a loopback address");
        }
        if (!insecureAnywhere && !address.getAddress().isLoopbackAddress()) {
            throw new Refusal(
                    listen
                            + ": others could read and write there without authentication;"
                            + " listen on 127.0.0.1, or say --insecure-anywhere");
        }
    }

    private Map<String, Export> exportsByName() throws DeviceException {
        Map<String, Export> byName = new LinkedHashMap<>();
        for (String export : exports) {
            int equals = export.indexOf('=');
            if (equals <= 0 || equals == export.length() - 1) {
                throw new Refusal("--export '" + export + "': write NAME=PATH, or NAME=PATH:rw");
            }
            String path = export.substring(equals + 1);
            boolean writable = path.endsWith(":rw");
            if (writable || path.endsWith(":ro")) {
                path = path.substring(0, path.length() - ":ro".length());
            }
            if (Location.parse(path) instanceof Location.Local) {
                requireData(path);
                if (writable) {
                    new DestinationGuard(new BlockUsage()).checkShared(path);
                }
            } else if (writable) {
                throw new Refusal(
                        "--export '" + export + "': only a path can be written; leave out :rw");
            }
            if (byName.put(export.substring(0, equals), new Export(path, writable)) != null) {
                throw new Refusal("--export '" + export + "': that name is given twice");
            }
        }
        return byName;
    }

    /** Said at once, not to the first client. */
    private static void requireData(String path) throws DeviceException {
        switch (FileStatus.of(path).kind()) {
            case REGULAR, BLOCK -> {}
            case DIRECTORY ->
                    throw new Refusal(
                            path + ": is a directory; export a file or a device, or use --root");
            case CHARACTER, PIPE, SOCKET, OTHER ->
                    throw new Refusal(
                            path + ": is neither a file nor a block device; export one of those");
        }
    }

    static Device open(String path, Access access) throws IOException {
        return switch (Location.parse(path)) {
            case Location.Local(String file) ->
                    switch (access) {
                        case DEVICE -> FileDevice.open(file);
                        case CACHED -> FileDevice.openCached(file);
                        case SECTORS -> FileDevice.openBySector(file);
                    };
            case Location.Simulated(String words) -> SimulatedLocation.open(words);
            case Location.Remote _ -> throw new IOException("a server serves no other's devices");
        };
    }

    private String shown(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) {
            // As it was asked for: the kernel's name for all addresses is that of the newer kind.
            return listen.substring(0, listen.lastIndexOf(':') + 1) + address.getPort();
        }
        // As people write it: the JDK gives all eight groups.
        String host = address.getAddress().getHostAddress().replaceFirst("^0(:0){6}:1$", "::1");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
