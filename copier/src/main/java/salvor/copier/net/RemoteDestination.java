package salvor.copier.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.transfer.Chunk;
import salvor.copier.transfer.Clock;
import salvor.copier.transfer.Destination;
import salvor.protocol.codec.Wire;
import salvor.protocol.compression.Chooser;
import salvor.protocol.compression.Lz4;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * An image on a server as destination. A lost connection is made again for ten minutes, and a
 * server that was started again is told from one that went on; see {@link #force}.
 */
public final class RemoteDestination implements Destination {

    /** Several streams fill a long fat link that one does not. */
    private static final int FAR_CONNECTIONS = 4;

    /** On this machine a second one only takes the processors from the first. */
    private static final int NEAR_CONNECTIONS = 1;

    private static final int THREADS_MAX = 2;

    private final RemoteName name;
    private final Dialer dialer;
    private final Exchange exchange;
    private final RateLimit limit;
    private final Chooser chooser;

    /**
     * Opens or makes the image, as large as {@code source}.
     *
     * @param source where the bytes will come from
     * @param blockLength bytes; no chunk is longer; at most {@link Wire#MAX_BLOCK}
     * @param held bytes: as far as a map says that the image holds something; 0 without a map
     * @throws IOException one line, when the server is not there or refuses
     */
    public RemoteDestination(
            RemoteName name, Device source, int blockLength, long held, ClientOptions options)
            throws IOException {
        if (blockLength < 1 || blockLength > Wire.MAX_BLOCK) {
            throw new IllegalArgumentException("blocks of " + blockLength + " bytes");
        }
        this.name = name;
        limit = new RateLimit(options.bytesPerSecond(), Clock.system());
        chooser = new Chooser(options.compression());
        dialer = new Dialer(name, options, THREADS_MAX);
        int slots = options.connections();
        if (slots == 0) {
            slots = dialer.isLoopback() ? NEAR_CONNECTIONS : FAR_CONNECTIONS;
        }
        int count = slots;
        UUID session = UUID.randomUUID();
        DeviceFacts facts = DeviceFactsOf.device(source);
        try {
            exchange =
                    new Exchange(
                            dialer,
                            count,
                            opening ->
                                    new Message.OpenImage(
                                            name.onWire(),
                                            facts,
                                            session,
                                            opening.instance(),
                                            opening.slot(),
                                            count,
                                            opening.attempt(),
                                            blockLength,
                                            opening.instance().equals(Message.NO_INSTANCE)
                                                    ? held
                                                    : facts.size()),
                            new LinkMeter(Clock.system(), chooser::linkRate));
        } catch (IOException e) {
            dialer.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name.toString();
    }

    /** Bytes that the image had before; -1: there was none. */
    public long previousSize() {
        return exchange.previousSize();
    }

    @Override
    public void put(Chunk chunk) throws IOException {
        switch (chunk) {
            case Chunk.Data data -> {
                ByteBuf packed = pack(data);
                limit.pass(packed == null ? data.extent().length() : packed.readableBytes());
                exchange.add(Outgoing.Kind.DATA, data.extent(), data, packed);
            }
            case Chunk.Zeros(Extent extent) ->
                    exchange.add(Outgoing.Kind.ZEROS, extent, null, null);
        }
    }

    @Override
    public void zero(Extent extent) throws IOException {
        exchange.add(Outgoing.Kind.FILL, extent, null, null);
    }

    /** The bytes packed, if that is wanted and makes them shorter. */
    private @Nullable ByteBuf pack(Chunk.Data data) {
        if (!chooser.next()) {
            return null;
        }
        ByteBuffer raw = data.bytes().asByteBuffer();
        int max = Lz4.maxPacked(raw.remaining());
        ByteBuf packed = PooledByteBufAllocator.DEFAULT.directBuffer(max, max);
        int length = Lz4.pack(raw, packed.nioBuffer(0, max));
        chooser.packed(raw.remaining(), length);
        if (length >= raw.remaining()) {
            packed.release();
            return null;
        }
        return packed.writerIndex(length);
    }

    @Override
    public List<Extent> force() throws IOException {
        return exchange.force();
    }

    @Override
    public void close() {
        exchange.close();
        dialer.close();
    }
}
