package salvor.copier.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.WritableDevice;
import salvor.protocol.message.Extent;

/**
 * A device on this machine as destination. One thread writes, in the order of {@link #put}, so that
 * reading never waits for the last write; what waits is bounded by the chunks' buffer pool.
 */
public final class LocalDestination implements Destination {

    /** Zero chunks hold no buffer, so the pool does not bound them. */
    private static final int WAITING_MAX = 1024;

    private sealed interface Order {
        record Write(Chunk chunk) implements Order {}

        record Zero(Extent extent) implements Order {}
    }

    private final WritableDevice device;
    private final ChunkWriter writer;
    private final Thread thread;
    private final ArrayDeque<Order> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long accepted;
    private long written;
    private boolean closing;
    private @Nullable IOException failure;

    /** Takes {@code device} over: it is closed with this. */
    public LocalDestination(WritableDevice device) {
        this.device = device;
        writer = new ChunkWriter(device);
        thread = Thread.ofPlatform().daemon().name("writer").start(this::writeAll);
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public void put(Chunk chunk) throws IOException {
        try {
            accept(new Order.Write(chunk));
        } catch (IOException e) {
            chunk.release();
            throw e;
        }
    }

    @Override
    public void zero(Extent extent) throws IOException {
        accept(new Order.Zero(extent));
    }

    private void accept(Order order) throws IOException {
        lock.lock();
        try {
            while (waiting.size() >= WAITING_MAX && failure == null) {
                changed.awaitUninterruptibly();
            }
            throwFailure();
            waiting.add(order);
            accepted++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Extent> force() throws IOException {
        lock.lock();
        try {
            long goal = accepted;
            while (written < goal && failure == null) {
                changed.awaitUninterruptibly();
            }
            throwFailure();
        } finally {
            lock.unlock();
        }
        device.force();
        return List.of();
    }

    private void writeAll() {
        for (Order order = take(); order != null; order = take()) {
            try {
                carryOut(order);
                done(null);
            } catch (IOException e) {
                done(e);
            }
        }
    }

    private void carryOut(Order order) throws IOException {
        switch (order) {
            case Order.Write(Chunk chunk) -> writer.write(chunk);
            case Order.Zero(Extent extent) -> device.zero(extent);
        }
    }

    private @Nullable Order take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private void done(@Nullable IOException trouble) {
        lock.lock();
        try {
            written++;
            if (trouble != null && failure == null) {
                failure = trouble;
            }
            if (failure != null) {
                dropWaiting();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void dropWaiting() {
        for (Order order = waiting.poll(); order != null; order = waiting.poll()) {
            if (order instanceof Order.Write(Chunk chunk)) {
                chunk.release();
            }
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Writes what waits, without forcing it, and closes the device. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        device.close();
    }
}
