package salvor.copier.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import salvor.copier.compare.Side;
import salvor.copier.device.Device;
import salvor.copier.device.ReadOutcome;
import salvor.copier.device.SimulatedLocation;
import salvor.copier.map.RescueMap;
import salvor.copier.net.ClientOptions;
import salvor.copier.net.RemoteDevice;
import salvor.copier.net.RemoteName;
import salvor.copier.net.Timing;
import salvor.protocol.compression.Compression;
import salvor.protocol.message.Access;

/** A device that is no file of this machine: a server's, or a simulated one. */
final class CmpDevice implements CmpOperand {

    private final String name;
    private final Device device;
    private final LateDevice suspect;
    private long position;

    private CmpDevice(String name, Device device, LateDevice suspect) {
        this.name = name;
        this.device = device;
        this.suspect = suspect;
    }

    /**
     * Opens a server's.
     *
     * @param name as a person wrote it
     */
    static CmpDevice far(String name, Location.Remote location, boolean insecureAnywhere)
            throws IOException {
        ClientOptions options =
                new ClientOptions(insecureAnywhere, 1, Compression.AUTO, 0, Timing.USUAL);
        RemoteName there = new RemoteName(location.host(), location.port(), location.name());
        return new CmpDevice(
                name,
                new RemoteDevice(there, options, Access.CACHED),
                new LateDevice(() -> new RemoteDevice(there, options, Access.SECTORS)));
    }

    /** Opens a simulated drive. */
    static CmpDevice simulated(String name, Location.Simulated location) throws IOException {
        Device drive = SimulatedLocation.open(location.specification());
        return new CmpDevice(name, drive, new LateDevice(() -> drive));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRegular() {
        return device.geometry().logicalSector() == 1;
    }

    @Override
    public long size() {
        return device.size();
    }

    @Override
    public int blockSize() {
        return 0;
    }

    @Override
    public long skip(long bytes) {
        position += bytes;
        return position;
    }

    @Override
    public void seek(long to) {
        position = to;
    }

    @Override
    public long read(MemorySegment into, long count) {
        ReadOutcome outcome = device.read(position, into.asSlice(0, count));
        position += outcome.bytes();
        return outcome instanceof ReadOutcome.Failed failed ? -failed.errno() : outcome.bytes();
    }

    @Override
    public Side side(long start, @Nullable RescueMap map) {
        return new Side(device, suspect, start, map);
    }

    @Override
    public void close() {
        suspect.close();
        device.close();
    }
}
