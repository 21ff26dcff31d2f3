package salvor.copier.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.Access;

/** A server in this process, with a root of its own, that can be started again. */
final class Loopback implements AutoCloseable {

    static final Timing QUICK =
            new Timing(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(300));

    /** Gives a server up that has been away for a moment. */
    static final ClientOptions IMPATIENT =
            new ClientOptions(
                    false,
                    1,
                    Compression.OFF,
                    0,
                    new Timing(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1),
                            Duration.ofMillis(300),
                            Duration.ZERO));

    private final Path root;
    private final Map<String, Export> exports = new HashMap<>();
    private final Map<String, Device> devices = new HashMap<>();
    private Server server;
    private int port;

    Loopback(Path root) throws IOException {
        this.root = root;
        server = start();
        port = server.address().getPort();
    }

    private Server start() throws IOException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Server(new ServerOptions(listen, root.toString(), exports, this::open, QUICK));
    }

    private Device open(String path, Access access) throws IOException {
        Device device = devices.get(path);
        if (device != null) {
            return device;
        }
        return switch (access) {
            case DEVICE -> FileDevice.open(path);
            case CACHED -> FileDevice.openCached(path);
            case SECTORS -> FileDevice.openBySector(path);
        };
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** Offers a device of this process. */
    RemoteName export(String name, Device device) {
        devices.put(name, device);
        exports.put(name, new Export(name, false));
        return name(name);
    }

    RemoteName export(String name, Path path, boolean writable) {
        exports.put(name, new Export(path.toString(), writable));
        return name(name);
    }

    RemoteName name(String name) {
        return new RemoteName("127.0.0.1", address().getPort(), name);
    }

    byte[] image(String name) throws IOException {
        return Files.readAllBytes(root.resolve(name));
    }

    void stop() {
        server.close();
    }

    /** Another run of the server, at the same address. */
    void startAgain() throws IOException {
        server = start();
    }

    static ClientOptions options(int connections, Compression compression) {
        return new ClientOptions(false, connections, compression, 0, QUICK);
    }

    static ClientOptions options() {
        return options(1, Compression.AUTO);
    }

    @Override
    public void close() {
        server.close();
    }
}
