package salvor.copier.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import salvor.copier.compare.BlockRow;
import salvor.copier.compare.HashKey;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.HoleMemory;
import salvor.copier.device.ReadOutcome;
import salvor.copier.transfer.Blocks;
import salvor.protocol.codec.Wire;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Access;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * Reads for one client. What is read past the page cache is read one at a time and in the order
 * asked, as in a rescue on this machine: it may be a drive that fails.
 */
final class ExportService implements Conversation {

    private static final int THREADS = 4;
    private static final int BUFFERS = THREADS + 2;
    private static final int QUESTIONS_MAX = 128;

    /** Short holes that one search for data passes over. */
    private static final int HOLES_MAX = 1024;

    private final Channel channel;
    private final ReadGate gate;
    private final Device device;
    private final BufferPool pool = new BufferPool(BUFFERS, Wire.MAX_BLOCK);
    private final ThreadPoolExecutor readers;
    private final AtomicInteger questions = new AtomicInteger();

    /** Those who still need the device and the memory: the connection, and each question. */
    private final AtomicInteger users = new AtomicInteger(1);

    ExportService(Channel channel, ReadGate gate, Device device, Access access) {
        this.channel = channel;
        this.gate = gate;
        this.device = access == Access.CACHED ? new HoleMemory(device) : device;
        int threads =
                switch (access) {
                    case CACHED -> THREADS;
                    case DEVICE, SECTORS -> 1;
                };
        readers =
                new ThreadPoolExecutor(
                        threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        readers.allowCoreThreadTimeOut(true);
        readers.setThreadFactory(
                task -> Thread.ofPlatform().daemon().name("export").unstarted(task));
    }

    @Override
    public void message(Message message) {
        if (questions.incrementAndGet() > QUESTIONS_MAX) {
            throw new WireException("more than " + QUESTIONS_MAX + " reads at once");
        }
        users.incrementAndGet();
        switch (message) {
            case Message.Read(var id, var extent) -> {
                if (extent.length() < 1 || extent.length() > Wire.MAX_BLOCK) {
                    throw new WireException("a read of " + extent.length() + " bytes");
                }
                readers.execute(() -> withBuffer(buffer -> read(id, extent, buffer)));
            }
            case Message.FindData(var id, var position, var holeMin) ->
                    readers.execute(
                            () -> answer(new Message.DataFound(id, findData(position, holeMin))));
            case Message.Hash(var id, var extent, var block, var seed, var lines) ->
                    hash(id, extent, block, new HashKey.Xxh3(seed, lines));
            case Message.LinearHash(var id, var extent, var block, var first, var second) ->
                    hash(id, extent, block, new HashKey.Linear(first, second));
            default -> throw new WireException("a message out of place");
        }
    }

    private void withBuffer(Consumer<MemorySegment> work) {
        MemorySegment buffer;
        try {
            buffer = pool.take();
        } catch (InterruptedException _) {
            done();
            return;
        }
        work.accept(buffer);
    }

    private void read(long id, Extent extent, MemorySegment buffer) {
        MemorySegment into = buffer.asSlice(0, extent.length());
        ReadOutcome outcome =
                channel.isActive() ? device.read(extent.start(), into) : new ReadOutcome.End();
        MemorySegment bytes = into.asSlice(0, outcome.bytes());
        if (outcome.bytes() > 0 && !Blocks.isZero(bytes)) {
            send(id, buffer, bytes);
            return;
        }
        pool.release(buffer);
        answer(
                switch (outcome) {
                    case ReadOutcome.Complete(int count) -> new Message.ZeroBytes(id, count);
                    case ReadOutcome.Partial(int count) -> new Message.ZeroBytes(id, count);
                    case ReadOutcome.Failed(var _, int errno) -> new Message.ReadFailed(id, errno);
                    case ReadOutcome.End() -> new Message.ReadEnd(id);
                });
    }

    /** Data with the short holes between them; as far as that takes no long time. */
    private Extent findData(long position, long holeMin) {
        Extent found = device.nextData(position);
        for (int i = 0; i < HOLES_MAX && !found.isEmpty() && found.end() < device.size(); i++) {
            Extent next = device.nextData(found.end());
            if (next.isEmpty() || next.start() - found.end() >= holeMin) {
                break;
            }
            found = Extent.between(found.start(), next.end());
        }
        return found;
    }

    private void hash(long id, Extent extent, int block, HashKey key) {
        readers.execute(
                () ->
                        withBuffer(
                                buffer -> {
                                    List<BlockHash> blocks =
                                            new BlockRow(device, key, block, buffer)
                                                    .hash(extent, () -> !channel.isActive());
                                    pool.release(buffer);
                                    answer(new Message.Hashes(id, blocks));
                                }));
    }

    private void send(long id, MemorySegment buffer, MemorySegment bytes) {
        Message answer =
                new Message.Bytes(
                        id,
                        (int) bytes.byteSize(),
                        Encoding.STORED,
                        Blocks.checksum(bytes),
                        bytes.asByteBuffer());
        Transport.send(
                channel,
                answer,
                () -> {
                    pool.release(buffer);
                    done();
                });
    }

    private void answer(Message message) {
        Transport.send(channel, message, this::done);
    }

    private void done() {
        questions.decrementAndGet();
        leave();
    }

    /**
     * The last one out frees everything; a read may hang in the kernel long after the client left.
     */
    private void leave() {
        if (users.decrementAndGet() == 0) {
            Thread.ofPlatform().daemon().start(this::free);
        }
    }

    private void free() {
        readers.shutdown();
        device.close();
        pool.close();
    }

    @Override
    public void writable(Channel changed) {
        gate.set(ReadGate.Reason.PEER_SLOW, !changed.isWritable());
    }

    @Override
    public void closed(IOException why) {
        leave();
    }
}
