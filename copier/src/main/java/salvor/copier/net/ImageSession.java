package salvor.copier.net;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.FileStatus;
import salvor.copier.device.WritableDevice;
import salvor.copier.map.Proof;
import salvor.copier.transfer.Chunk;
import salvor.copier.transfer.ChunkWriter;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** One client's use of one image: the device, and the links in their slots. */
final class ImageSession {

    /** Forces that wait for another; the next is made by who asks for it. */
    private static final int FORCES_MAX = 64;

    private record Slot(int attempt, ImageService service) {}

    private final UUID id;
    private final long previousSize;
    private final FileStatus status;
    private final WritableDevice device;
    private final @Nullable ImageRecord record;
    private final ChunkWriter writer;
    private final Runnable onChange;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final ReentrantLock durable = new ReentrantLock();
    private volatile long lastSeen = System.nanoTime();
    private volatile boolean left;
    private volatile @Nullable IOException failure;
    private boolean closed;

    /**
     * One force at a time; those who write do not wait for it, unless they ask for more of them
     * than anybody needs.
     */
    private final ExecutorService forcing =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(FORCES_MAX),
                    task -> Thread.ofPlatform().daemon().name("force").unstarted(task),
                    new ThreadPoolExecutor.CallerRunsPolicy());

    /**
     * @param previousSize as {@link Message.ImageOpened} has it
     * @param status which file {@code device} is
     * @param record null: none is kept
     * @param onChange called when a link has ended
     */
    ImageSession(
            UUID id,
            long previousSize,
            FileStatus status,
            WritableDevice device,
            @Nullable ImageRecord record,
            Runnable onChange) {
        this.id = id;
        this.previousSize = previousSize;
        this.status = status;
        this.device = device;
        this.record = record;
        this.onChange = onChange;
        writer = new ChunkWriter(device);
    }

    UUID id() {
        return id;
    }

    long previousSize() {
        return previousSize;
    }

    long size() {
        return device.size();
    }

    boolean isOf(@Nullable FileStatus file) {
        return file != null && status.isSame(file);
    }

    boolean isLive() {
        lock.lock();
        try {
            return slots.values().stream().anyMatch(slot -> slot.service().isLive());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a new service its slot; the link that had it has ended when this returns.
     *
     * @throws PeerException when a newer one has it
     */
    ImageService attach(Message.OpenImage open, Supplier<ImageService> services)
            throws PeerException {
        lock.lock();
        try {
            if (closed) {
                throw new PeerException(Reason.BUSY, "this session is being given up");
            }
            Slot old = slots.get(open.slot());
            if (old != null && old.attempt() >= open.attempt()) {
                throw new PeerException(Reason.SUPERSEDED, "a newer connection has this place");
            }
            ImageService service = services.get();
            slots.put(open.slot(), new Slot(open.attempt(), service));
            if (old != null) {
                old.service().stop(Reason.SUPERSEDED);
                old.service().hangUp();
            }
            service.start();
            return service;
        } finally {
            lock.unlock();
        }
    }

    void ended(ImageService service) {
        lastSeen = System.nanoTime();
        onChange.run();
    }

    /** The client does not come back when its links have ended. */
    void leave() {
        left = true;
    }

    /** What it comes back from would only fail again. */
    void fail(IOException why) {
        failure = why;
        leave();
    }

    /** Why it failed; null: it did not. */
    @Nullable IOException failure() {
        return failure;
    }

    /** Whether the client has left, or has not been here for so long. */
    boolean isAbandoned(Duration time) {
        return !isLive() && (left || System.nanoTime() - lastSeen > time.toNanos());
    }

    void write(Chunk chunk) throws IOException {
        writer.write(chunk);
        if (record != null) {
            record.wrote(chunk);
            boundRecord(record);
        }
    }

    void fill(Extent extent) throws IOException {
        device.zero(extent);
        if (record != null) {
            record.filled(extent);
            boundRecord(record);
        }
    }

    /** A client that never asks for a force must not fill the server's memory. */
    private void boundRecord(ImageRecord full) throws IOException {
        if (full.isFull()) {
            force();
        }
    }

    /** Makes durable what was written before this call; tells when it is. */
    void force(Runnable done, Consumer<IOException> failed) {
        forcing.execute(
                () -> {
                    try {
                        force();
                        done.run();
                    } catch (IOException e) {
                        failed.accept(e);
                    }
                });
    }

    private void force() throws IOException {
        durable.lock();
        try {
            List<Proof> proofs = record == null ? List.of() : record.take();
            device.force();
            if (record != null) {
                record.save(proofs);
            }
        } finally {
            durable.unlock();
        }
    }

    /** Ends all links, then gives the image up. Not on an event loop. */
    void close(Reason reason) {
        lock.lock();
        try {
            closed = true;
            slots.values().forEach(slot -> slot.service().stop(reason));
        } finally {
            lock.unlock();
        }
        forcing.close();
        device.close();
        if (record != null) {
            closeRecord(record);
        }
        slots.values().forEach(slot -> slot.service().hangUp());
    }

    private static void closeRecord(ImageRecord record) {
        try {
            record.close();
        } catch (IOException _) {
            // What was forced is durable; nothing else was promised to anybody.
        }
    }
}
