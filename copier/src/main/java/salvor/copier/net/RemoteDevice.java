package salvor.copier.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import salvor.copier.compare.HashAnswer;
import salvor.copier.compare.HashKey;
import salvor.copier.compare.HashingDevice;
import salvor.copier.device.Errno;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.transfer.Clock;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.Access;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;

/**
 * A device that a server exports. A read travels as a read, so that a policy here decides what a
 * failing drive there is asked for, and its errors arrive with their errno. Reads of several
 * threads are outstanding together. A read whose connection is lost is repeated on the next one; a
 * server that stays away counts as a device that left.
 */
public final class RemoteDevice implements HashingDevice {

    /** A shorter hole is not worth a round trip to who reads through the far page cache. */
    private static final long HOLE_MIN = 1 << 20;

    private static final int SECTOR_MIN = 512;

    private final RemoteName name;
    private final Dialer dialer;
    private final ExportLinks links;
    private final RateLimit limit;
    private final AtomicLong ids = new AtomicLong();
    private final DeviceFacts facts;
    private final long holeMin;

    /** What the last search for data gave, from where; holes are asked for once. */
    private record Found(long from, Extent data) {}

    private volatile Found found = new Found(0, new Extent(0, 0));

    /**
     * Opens it to be read as a rescue reads.
     *
     * @throws IOException one line, when the server is not there or refuses
     */
    public RemoteDevice(RemoteName name, ClientOptions options) throws IOException {
        this(name, options, Access.DEVICE);
    }

    /**
     * Opens it.
     *
     * @throws IOException one line, when the server is not there or refuses
     */
    public RemoteDevice(RemoteName name, ClientOptions options, Access access) throws IOException {
        this.name = name;
        holeMin = access == Access.CACHED ? HOLE_MIN : 0;
        dialer = new Dialer(name, options, 1);
        limit = new RateLimit(options.bytesPerSecond(), Clock.system());
        try {
            links = new ExportLinks(dialer, name, access);
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
        long most = Wire.MAX_BLOCK;
        while (done < into.byteSize()) {
            long length = Math.min(into.byteSize() - done, most);
            Extent asked = new Extent(position + done, length);
            ReadReply reply = new ReadReply(asked, sector(), into.asSlice(done, length));
            ReadOutcome outcome = readBlock(reply);
            done += outcome.bytes();
            if (outcome.bytes() < reply.asked()) {
                return done == 0 ? outcome : new ReadOutcome.Partial(done);
            }
            most = Math.min(2 * reply.asked(), Wire.MAX_BLOCK);
        }
        return new ReadOutcome.Complete(done);
    }

    /** Whatever it is there, half a sector is worth no question. */
    private int sector() {
        return Math.max(SECTOR_MIN, Math.max(facts.logicalSector(), facts.alignment()));
    }

    private ReadOutcome readBlock(ReadReply reply) {
        limit.pass(reply.asked());
        try {
            return links.ask(ids.incrementAndGet(), reply);
        } catch (IOException _) {
            return new ReadOutcome.Failed(Errno.kind(Errno.ENOTCONN), Errno.ENOTCONN);
        }
    }

    @Override
    public Extent nextData(long position) {
        if (position >= size()) {
            return HashingDevice.super.nextData(position);
        }
        Found known = found;
        if (position < known.from() || position >= known.data().end()) {
            try {
                DataReply reply = new DataReply(position, size(), holeMin);
                known = new Found(position, links.ask(ids.incrementAndGet(), reply));
                found = known;
            } catch (IOException _) {
                // The next read will say what there is to say.
                return HashingDevice.super.nextData(position);
            }
        }
        Extent data = known.data();
        return Extent.between(Math.max(position, data.start()), Math.max(position, data.end()));
    }

    @Override
    public HashAnswer hash(Extent extent, int block, HashKey key) {
        ExportLinks.Question<List<BlockHash>> question = ask(extent, block, key);
        return () -> {
            List<BlockHash> hashes = question.await();
            long done = (long) hashes.size() * block;
            return done >= extent.length() ? hashes : hashOn(extent, block, key, hashes);
        };
    }

    /** A link was lost, and only the first hashes were asked for again: asks for the others. */
    private List<BlockHash> hashOn(Extent extent, int block, HashKey key, List<BlockHash> first)
            throws IOException {
        List<BlockHash> hashes = new ArrayList<>(first);
        long done = (long) hashes.size() * block;
        while (done < extent.length()) {
            Extent rest = Extent.between(extent.start() + done, extent.end());
            hashes.addAll(ask(rest, block, key).await());
            done = (long) hashes.size() * block;
        }
        return hashes;
    }

    private ExportLinks.Question<List<BlockHash>> ask(Extent extent, int block, HashKey key) {
        return links.begin(ids.incrementAndGet(), new HashReply(extent, block, key));
    }

    @Override
    public void close() {
        links.close();
        dialer.close();
    }
}
