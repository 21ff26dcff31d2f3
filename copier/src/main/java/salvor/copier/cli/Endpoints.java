package salvor.copier.cli;

import java.io.IOException;
import java.time.Duration;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.device.SimulatedLocation;
import salvor.copier.device.WritableFileDevice;
import salvor.copier.net.ClientOptions;
import salvor.copier.net.RemoteDestination;
import salvor.copier.net.RemoteDevice;
import salvor.copier.net.RemoteName;
import salvor.copier.net.Timing;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.Destination;
import salvor.copier.transfer.LocalDestination;

/** Opens what locations name. */
final class Endpoints {

    private static final int REMOTE_LANES = 8;

    private final LinkOptions link;
    private final Timing timing;

    /**
     * @param patience how long a server that was lost is tried again
     */
    Endpoints(LinkOptions link, Duration patience) {
        this.link = link;
        timing = Timing.USUAL.retrying(patience);
    }

    /** Opens a location for reading. */
    Device source(String text) throws IOException {
        return switch (Location.parse(text)) {
            case Location.Local(String path) -> FileDevice.open(path);
            case Location.Simulated(String words) -> simulated(text, words);
            case Location.Remote remote -> new RemoteDevice(nameOf(remote), options());
        };
    }

    private static Device simulated(String text, String words) throws IOException {
        try {
            return SimulatedLocation.open(words);
        } catch (IllegalArgumentException e) {
            throw new Refusal(text + ": " + e.getMessage());
        }
    }

    /**
     * Opens a location as the destination of a rescue.
     *
     * @param held bytes: as far as a map says that it holds something already; 0: nothing
     */
    Destination destination(String text, Device source, long held) throws IOException {
        return switch (Location.parse(text)) {
            case Location.Local(String path) -> new LocalDestination(image(path, source.size()));
            case Location.Remote remote ->
                    new RemoteDestination(
                            nameOf(remote),
                            source,
                            RescueOptions.CLUSTER_BYTES_MAX,
                            held,
                            options());
            case Location.Simulated _ ->
                    throw new Refusal(
                            text + ": a simulated drive cannot be a destination; name a file");
        };
    }

    /**
     * Reads in flight where nothing fails. One keeps a disk busy, since what it gave is written
     * meanwhile; over a network each costs a way there and back.
     */
    static int lanes(String source) {
        return Location.parse(source) instanceof Location.Remote ? REMOTE_LANES : 1;
    }

    private static WritableFileDevice image(String path, long size) throws IOException {
        FileStatus status = FileStatus.orNull(path);
        return status != null && status.kind() == FileStatus.Kind.BLOCK
                ? WritableFileDevice.open(path)
                : WritableFileDevice.create(path, size);
    }

    private static RemoteName nameOf(Location.Remote remote) {
        return new RemoteName(remote.host(), remote.port(), remote.name());
    }

    private ClientOptions options() {
        NettyLog.silence();
        return new ClientOptions(
                link.insecureAnywhere(),
                link.connections(),
                link.compression(),
                link.bytesPerSecond(),
                timing);
    }
}
