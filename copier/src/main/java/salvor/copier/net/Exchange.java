package salvor.copier.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import salvor.copier.transfer.Chunk;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * A client's session: its slots, what is under way on them, and what is written but not durable.
 *
 * <p>A lost link is made again, and what it had not confirmed is sent again. If that finds another
 * instance of the server, data which the former one wrote and did not force are lost, and are said
 * to be so by the next {@link #force}; zeros need no memory and are ordered again.
 */
final class Exchange implements AutoCloseable {

    private final SlotDialer dialer;
    private final LinkMeter meter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Slot> slots = new ArrayList<>();
    private final Window window = new Window(slots);
    private final Unforced unforced = new Unforced();
    private final long previousSize;
    private UUID instance;
    private long lastForce;
    private long forced;
    private @Nullable IOException failure;

    /**
     * Makes the first contact.
     *
     * @param opening makes the word that opens the image
     * @throws IOException at once, when the server is not there or refuses
     */
    Exchange(
            Dialer dialer,
            int slotCount,
            Function<SlotDialer.Opening, Message.OpenImage> opening,
            LinkMeter meter)
            throws IOException {
        this.dialer = new SlotDialer(this, dialer, opening);
        this.meter = meter;
        instance = Message.NO_INSTANCE;
        long size = -1;
        for (int i = 0; i < slotCount; i++) {
            slots.add(this.dialer.slot(i));
        }
        for (Slot slot : slots) {
            long answer = this.dialer.dial(slot).previousSize();
            size = slot.number == 0 ? answer : size;
        }
        previousSize = size;
    }

    /** Bytes that the image had before; -1: there was none. */
    long previousSize() {
        return previousSize;
    }

    /** The run of the server that counts. */
    UUID instance() {
        lock.lock();
        try {
            return instance;
        } finally {
            lock.unlock();
        }
    }

    // ---- handing over

    /**
     * Sends an order as soon as the window has room and no order under way overlaps it.
     *
     * @param data released when the order is confirmed, or when this throws
     * @param packed the bytes as LZ4; released when they are sent, or when this throws
     */
    void add(Outgoing.Kind kind, Extent extent, Chunk.@Nullable Data data, @Nullable ByteBuf packed)
            throws IOException {
        long wire = packed != null ? packed.readableBytes() : data != null ? extent.length() : 0;
        lock.lock();
        try {
            awaitRoom(extent);
            Slot slot = window.leastLoaded();
            Outgoing order = window.add(slot, kind, extent, data, wire);
            Link link = slot.live();
            if (link != null && packed != null) {
                ByteBuf sent = packed.retain();
                Transport.send(link.channel(), order.message(packed), sent::release);
            } else if (link != null) {
                link.send(order.message());
            }
        } catch (IOException e) {
            if (data != null) {
                data.release();
            }
            throw e;
        } finally {
            lock.unlock();
            if (packed != null) {
                packed.release();
            }
        }
    }

    private void awaitRoom(Extent extent) throws IOException {
        throwFailure();
        if (window.hasRoom(extent)) {
            return;
        }
        long start = System.nanoTime();
        while (!window.hasRoom(extent)) {
            changed.awaitUninterruptibly();
            throwFailure();
        }
        meter.waited(System.nanoTime() - start);
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    // ---- what links tell

    /** All up to {@code id} on this link is written. */
    void written(ImageLink link, long id) {
        List<Outgoing> done;
        lock.lock();
        try {
            if (!isCurrent(link)) {
                return;
            }
            done = window.confirmed(link.slot(), id);
            done.forEach(unforced::written);
            if (!done.isEmpty()) {
                slots.forEach(other -> other.patience.answeredElsewhere());
                link.slot().answered();
            }
            meter.arrived(done.stream().mapToLong(Outgoing::wireBytes).sum());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        done.forEach(Outgoing::release);
    }

    void forced(ImageLink link, long id) {
        lock.lock();
        try {
            if (isCurrent(link)) {
                forced = id;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the link has its slot, and leads to the instance that counts. */
    private boolean isCurrent(ImageLink link) {
        return link.slot().link == link
                && link.link != null
                && link.link.instance().equals(instance);
    }

    void closed(ImageLink link, IOException why) {
        lock.lock();
        try {
            link.ended = why;
            if (link.slot().link == link) {
                ended(link.slot(), why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(Slot slot, IOException why) {
        slot.link = null;
        changed.signalAll();
        if (isOver()) {
            return;
        }
        if (slot.endedForGood(why)) {
            fail(why);
        } else {
            dialer.redial(slot, why);
        }
    }

    /** There will be no link in some slot any more. */
    void lost(IOException why) {
        lock.lock();
        try {
            fail(why);
        } finally {
            lock.unlock();
        }
    }

    /** Whether no link is wanted any more. */
    boolean isOver() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a new link its slot, and sends on it what is not confirmed. */
    void attach(ImageLink made, Link link) {
        lock.lock();
        try {
            if (isOver()) {
                Transport.close(link.channel());
                return;
            }
            if (!link.instance().equals(instance)) {
                serverStartedAgain(made.slot(), link.instance());
            }
            made.link = link;
            made.slot().link = made;
            made.slot().pending.forEach(order -> link.send(order.message()));
            if (made.ended != null) {
                ended(made.slot(), made.ended);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What the former instance had not made durable is lost, or ordered again. */
    private void serverStartedAgain(Slot slot, UUID now) {
        instance = now;
        Ledger gone = unforced.serverEnded();
        for (Outgoing.Kind zeros : List.of(Outgoing.Kind.ZEROS, Outgoing.Kind.FILL)) {
            gone.extents(zeros).forEach(extent -> window.replay(slot, zeros, extent));
        }
        disconnect();
    }

    // ---- making durable

    /** As {@link salvor.copier.transfer.Destination#force}. */
    List<Extent> force() throws IOException {
        lock.lock();
        try {
            long goal = window.lastId();
            while (true) {
                awaitWritten(goal);
                if (unforced.isEmpty() || forceOnce()) {
                    return unforced.takeLost();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitWritten(long goal) throws IOException {
        throwFailure();
        while (window.isPending(goal)) {
            changed.awaitUninterruptibly();
            throwFailure();
        }
    }

    /** Tells whether it went well; if not, things have changed and all begins anew. */
    private boolean forceOnce() throws IOException {
        ImageLink link = awaitLink();
        if (link.link == null) {
            return false;
        }
        long id = ++lastForce;
        unforced.forceBegins();
        link.link.send(new Message.Force(id));
        while (forced != id && isCurrent(link) && failure == null) {
            changed.awaitUninterruptibly();
        }
        boolean done = forced == id;
        unforced.forceEnds(done);
        throwFailure();
        return done;
    }

    private ImageLink awaitLink() throws IOException {
        ImageLink link = anyLink();
        while (link == null) {
            changed.awaitUninterruptibly();
            throwFailure();
            link = anyLink();
        }
        return link;
    }

    private @Nullable ImageLink anyLink() {
        for (Slot slot : slots) {
            if (slot.link != null && isCurrent(slot.link)) {
                return slot.link;
            }
        }
        return null;
    }

    // ---- the end

    /** For good: everybody who waits is told so. */
    private void fail(IOException why) {
        if (failure == null) {
            failure = why;
        }
        disconnect();
        window.release();
        changed.signalAll();
    }

    private void disconnect() {
        for (Slot slot : slots) {
            Link link = slot.live();
            if (link != null) {
                Transport.close(link.channel());
            }
        }
    }

    /** Ends the session, so that the server keeps the image for it no longer. */
    @Override
    public void close() {
        List<Link> links = leave();
        links.forEach(Link::farewell);
        long end = System.nanoTime() + Transport.LAST_WORD.toNanos();
        links.forEach(link -> link.awaitEnd(end - System.nanoTime()));
        links.forEach(Link::close);
        lost(closed());
    }

    private static IOException closed() {
        return new IOException("the destination was closed");
    }

    private List<Link> leave() {
        List<Link> links = new ArrayList<>();
        lock.lock();
        try {
            failure = failure == null ? closed() : failure;
            changed.signalAll();
            for (Slot slot : slots) {
                Link link = slot.live();
                if (link != null) {
                    links.add(link);
                }
            }
            return links;
        } finally {
            lock.unlock();
        }
    }
}
