package salvor.copier.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.BufferPool;
import salvor.copier.transfer.ChecksumException;
import salvor.copier.transfer.Chunk;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.compression.Lz4;
import salvor.protocol.compression.MalformedBlockException;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** One link of a session: a thread that carries out its orders, one after the other. */
final class ImageService implements Conversation {

    private static final int POOL_BYTES = 4 << 20;
    private static final int BUFFERS_MIN = 4;
    private static final int BUFFERS_MAX = 64;
    private static final int ORDERS_MAX = 1024;

    /** Orders after which it is said that they are written though more wait. */
    private static final int SILENT_MAX = 4;

    /**
     * What is to be done.
     *
     * @param buffer holds the payload of a block; null for the others, and to end
     */
    private record Order(Message message, @Nullable MemorySegment buffer) {}

    private static final Order END = new Order(new Message.Ping(), null);

    private final Channel channel;
    private final ReadGate gate;
    private final Runnable resume;
    private final ImageSession session;
    private final int blockLength;
    private final BufferPool pool;
    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread worker;

    /** The buffer that a block is arriving in; event loop only. */
    private @Nullable MemorySegment arriving;

    private volatile boolean starved;
    private volatile boolean full;

    /** Nothing arrives any more: the connection is gone, or the client has said its last word. */
    private volatile boolean over;

    private int unconfirmed;
    private long lastWritten;
    private @Nullable ByteBuffer unpacking;

    /**
     * @param resume makes the decoder of {@code channel} go on; called on its event loop
     */
    ImageService(
            Channel channel,
            ReadGate gate,
            Runnable resume,
            ImageSession session,
            int blockLength) {
        this.channel = channel;
        this.gate = gate;
        this.resume = resume;
        this.session = session;
        this.blockLength = blockLength;
        int pages = (blockLength + BufferPool.ALIGNMENT - 1) / BufferPool.ALIGNMENT;
        int size = pages * BufferPool.ALIGNMENT;
        pool = new BufferPool(Math.clamp(POOL_BYTES / size, BUFFERS_MIN, BUFFERS_MAX), size);
        worker = Thread.ofPlatform().daemon().name("image").unstarted(this::work);
    }

    void start() {
        worker.start();
    }

    boolean isLive() {
        return channel.isActive() && !over;
    }

    /** Ends the link; returns when its last write has returned. Not on an event loop. */
    void stop(Reason reason) {
        if (!over) {
            trouble(reason, "this connection's place was taken by another");
        }
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the connection of a client that has said its last word. */
    void hangUp() {
        Transport.close(channel);
    }

    // ---- on the event loop

    @Override
    public @Nullable ByteBuffer land(Header header) {
        requireNotOver();
        if (header.length() > blockLength) {
            throw new WireException("a block longer than was said");
        }
        checkInside(new Extent(header.position(), header.length()));
        MemorySegment buffer = pool.poll();
        if (buffer == null) {
            // Who gives a buffer back looks at the flag after that; so look again after setting it.
            starved = true;
            buffer = pool.poll();
        }
        if (buffer == null) {
            gate.set(ReadGate.Reason.NO_BUFFER, true);
            return null;
        }
        if (starved) {
            starved = false;
            gate.set(ReadGate.Reason.NO_BUFFER, false);
        }
        arriving = buffer;
        return buffer.asSlice(0, header.payloadLength()).asByteBuffer();
    }

    @Override
    public void message(Message message) {
        requireNotOver();
        switch (message) {
            case Message.Block _ -> {
                orders.add(new Order(message, arriving));
                arriving = null;
            }
            case Message.Zeros(var _, var extent) -> {
                checkInside(extent);
                orders.add(new Order(message, null));
            }
            case Message.Fill(var _, var extent) -> {
                checkInside(extent);
                orders.add(new Order(message, null));
            }
            case Message.Force _ -> orders.add(new Order(message, null));
            case Message.Farewell _ -> {
                session.leave();
                end();
            }
            default -> throw new WireException("a message out of place");
        }
        if (orders.size() >= ORDERS_MAX) {
            // The worker looks at the flag after every order, and opens the gate after this.
            full = true;
            gate.set(ReadGate.Reason.QUEUE_FULL, orders.size() >= ORDERS_MAX);
        }
    }

    private void requireNotOver() {
        if (over) {
            throw new WireException("a word after the last");
        }
    }

    private void checkInside(Extent extent) {
        if (extent.end() > session.size()) {
            throw new WireException("an extent past the end of the image");
        }
    }

    @Override
    public void writable(Channel changed) {
        gate.set(ReadGate.Reason.PEER_SLOW, !changed.isWritable());
    }

    @Override
    public void closed(IOException why) {
        end();
    }

    private void end() {
        over = true;
        orders.add(END);
    }

    // ---- on the worker

    private void work() {
        try {
            carryOutAll();
        } catch (ChecksumException e) {
            trouble(Reason.BAD_CHECKSUM, e.getMessage());
        } catch (MalformedBlockException e) {
            trouble(Reason.PROTOCOL, e.getMessage());
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            failed(new IOException("internal error in the server: " + e, e));
        }
        // Until the event loop has let go, a block may be arriving in one of the buffers.
        awaitEnd();
        pool.close();
        session.ended(this);
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (!over) {
            try {
                orders.take();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void carryOutAll() throws IOException, InterruptedException {
        for (Order order = orders.take(); !over; order = orders.take()) {
            carryOut(order);
            if (full && orders.size() <= ORDERS_MAX / 2) {
                full = false;
                channel.eventLoop().execute(() -> gate.set(ReadGate.Reason.QUEUE_FULL, false));
            }
        }
    }

    private void carryOut(Order order) throws IOException {
        switch (order.message()) {
            case Message.Block block when order.buffer() != null -> {
                write(block, order.buffer());
                written(block.id());
            }
            case Message.Zeros(var id, var extent) -> {
                session.write(new Chunk.Zeros(extent));
                written(id);
            }
            case Message.Fill(var id, var extent) -> {
                session.fill(extent);
                written(id);
            }
            case Message.Force(var id) -> {
                confirm();
                session.force(() -> forced(id), this::failed);
            }
            default -> throw new AssertionError(order.message());
        }
    }

    private void write(Message.Block block, MemorySegment buffer) throws IOException {
        if (block.encoding() == Encoding.LZ4) {
            unpack(block.payload(), buffer.asSlice(0, block.length()));
        }
        Extent extent = new Extent(block.position(), block.length());
        try {
            session.write(new Chunk.Data(extent, buffer, block.checksum(), pool));
        } finally {
            feed();
        }
    }

    /** Unpacks into the buffer that holds the packed bytes, which go elsewhere first. */
    private void unpack(ByteBuffer packed, MemorySegment raw) throws MalformedBlockException {
        ByteBuffer scratch = unpacking;
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(pool.bufferSize());
            unpacking = scratch;
        }
        scratch.clear().put(packed).flip();
        Lz4.unpack(scratch, raw.asByteBuffer());
    }

    /** Lets a block in that found no buffer. */
    private void feed() {
        if (starved) {
            starved = false;
            channel.eventLoop()
                    .execute(
                            () -> {
                                gate.set(ReadGate.Reason.NO_BUFFER, false);
                                resume.run();
                            });
        }
    }

    private void written(long id) {
        lastWritten = id;
        unconfirmed++;
        if (orders.isEmpty() || unconfirmed >= SILENT_MAX) {
            confirm();
        }
    }

    /** Nothing may stay unconfirmed while the worker waits for orders: the client may wait too. */
    private void confirm() {
        if (unconfirmed > 0) {
            unconfirmed = 0;
            Transport.send(channel, new Message.Written(lastWritten));
        }
    }

    private void forced(long id) {
        Transport.send(channel, new Message.Forced(id));
    }

    /** For good: the client does not come back either. */
    private void failed(IOException e) {
        session.fail(e);
        trouble(Reason.DEVICE, String.valueOf(e.getMessage()));
    }

    private void trouble(Reason reason, @Nullable String text) {
        Transport.refuse(channel, reason, text);
    }
}
