package salvor.copier.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.transfer.Clock;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * A device that a server exports. A read travels as a read, so that a policy here decides what a
 * failing drive there is asked for, and its errors arrive with their errno. Reads of several
 * threads are outstanding together. A read whose connection is lost is repeated on the next one; a
 * server that stays away counts as a device that left.
 */
public final class RemoteDevice implements Device {

    private final RemoteName name;
    private final Dialer dialer;
    private final ExportLinks links;
    private final RateLimit limit;
    private final AtomicLong ids = new AtomicLong();
    private final DeviceFacts facts;

    /** What the last search for data gave, from where; holes are asked for once. */
    private record Found(long from, Extent data) {}

    private volatile Found found = new Found(0, new Extent(0, 0));

    /**
     * Opens it.
     *
     * @throws IOException one line, when the server is not there or refuses
     */
    public RemoteDevice(RemoteName name, ClientOptions options) throws IOException {
        this.name = name;
        dialer = new Dialer(name, options, 1);
        limit = new RateLimit(options.bytesPerSecond(), Clock.system());
        try {
            links = new ExportLinks(dialer, name);
            facts = links.facts();
        } catch (IOException e) {
            dialer.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name.toString();
    }

    @Override
    public Geometry geometry() {
        return DeviceFactsOf.geometry(facts);
    }

    @Override
    public Identity identity() {
        return DeviceFactsOf.identity(facts);
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        int done = 0;
        while (done < into.byteSize()) {
            long length = Math.min(into.byteSize() - done, Wire.MAX_BLOCK);
            ReadOutcome outcome = readBlock(position + done, into.asSlice(done, length));
            done += outcome.bytes();
            if (outcome.bytes() < length) {
                return done == 0 ? outcome : new ReadOutcome.Partial(done);
            }
        }
        return new ReadOutcome.Complete(done);
    }

    private ReadOutcome readBlock(long position, MemorySegment into) {
        limit.pass(into.byteSize());
        Extent extent = new Extent(position, into.byteSize());
        long id = ids.incrementAndGet();
        try {
            return links.ask(new Message.Read(id, extent), id, new ReadReply(extent, into));
        } catch (IOException _) {
            return new ReadOutcome.Failed(Errno.kind(Errno.ENOTCONN), Errno.ENOTCONN);
        }
    }

    @Override
    public Extent nextData(long position) {
        if (position >= size()) {
            return Device.super.nextData(position);
        }
        Found known = found;
        if (position < known.from() || position >= known.data().end()) {
            long id = ids.incrementAndGet();
            try {
                known =
                        new Found(
                                position,
                                links.ask(
                                        new Message.FindData(id, position),
                                        id,
                                        new DataReply(position, size())));
                found = known;
            } catch (IOException _) {
                // The next read will say what there is to say.
                return Device.super.nextData(position);
            }
        }
        Extent data = known.data();
        return Extent.between(Math.max(position, data.start()), Math.max(position, data.end()));
    }

    @Override
    public void close() {
        links.close();
        dialer.close();
    }
}
