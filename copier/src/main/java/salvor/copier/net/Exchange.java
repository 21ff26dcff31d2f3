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
import salvor.protocol.message.Reason;

/**
 * A client's session: its slots, what is under way on them, and what is written but not durable.
 *
 * <p>A lost link is made again, and what it had not confirmed is sent again. If that finds another
 * instance of the server, data which the former one wrote and did not force are lost, and are said
 * to be so by the next {@link #force}; zeros need no memory and are ordered again.
 */
final class Exchange implements AutoCloseable {

    private static final long WINDOW_BYTES = 32 << 20;
    private static final int WINDOW_ORDERS = 1024;
    private static final int STRIKES_MAX = 5;

    private final Dialer dialer;
    private final Function<Opening, Message.OpenImage> opening;
    private final LinkMeter meter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Slot> slots = new ArrayList<>();
    private final List<Extent> lost = new ArrayList<>();
    private final long previousSize;
    private UUID instance;

    /** Written; and of that, what the force under way covers. */
    private Ledger written = new Ledger();

    private Ledger forcing = new Ledger();
    private long lastId;
    private long lastReplay;
    private long lastForce;
    private long forced;
    private long windowBytes;
    private int windowOrders;
    private boolean closing;
    private @Nullable IOException failure;

    /** What differs from one connection of the session to another. */
    record Opening(int slot, int attempt, UUID instance) {}

    /**
     * Makes the first contact.
     *
     * @param opening makes the word that opens the image
     * @throws IOException at once, when the server is not there or refuses
     */
    Exchange(
            Dialer dialer,
            int slotCount,
            Function<Opening, Message.OpenImage> opening,
            LinkMeter meter)
            throws IOException {
        this.dialer = dialer;
        this.opening = opening;
        this.meter = meter;
        instance = Message.NO_INSTANCE;
        long size = -1;
        for (int i = 0; i < slotCount; i++) {
            Slot slot = new Slot(i, dialer.patience());
            slots.add(slot);
            ImageLink made = new ImageLink(this, slot);
            Link link = dialer.dial(open(slot), made);
            if (!(link.answer() instanceof Message.ImageOpened(var previous))) {
                throw new PeerException(Reason.PROTOCOL, "the server opened something else");
            }
            size = i == 0 ? previous : size;
            instance = link.instance();
            attach(made, link);
        }
        previousSize = size;
    }

    /** Bytes that the image had before; -1: there was none. */
    long previousSize() {
        return previousSize;
    }

    private Message.OpenImage open(Slot slot) {
        lock.lock();
        try {
            return opening.apply(new Opening(slot.number, ++slot.attempt, instance));
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
            Outgoing order = new Outgoing(++lastId, kind, extent, data, wire);
            Slot slot = leastLoaded();
            take(slot, order);
            ImageLink link = slot.link;
            if (link != null && link.link != null && packed != null) {
                ByteBuf sent = packed.retain();
                Transport.send(link.link.channel(), order.message(packed), sent::release);
            } else if (link != null && link.link != null) {
                link.link.send(order.message());
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
        if (hasRoom(extent)) {
            return;
        }
        long start = System.nanoTime();
        while (!hasRoom(extent)) {
            changed.awaitUninterruptibly();
            throwFailure();
        }
        meter.waited(System.nanoTime() - start);
    }

    private boolean hasRoom(Extent extent) {
        if (windowOrders >= WINDOW_ORDERS
                || (windowBytes > 0 && windowBytes + extent.length() > WINDOW_BYTES)) {
            return false;
        }
        for (Slot slot : slots) {
            for (Outgoing order : slot.pending) {
                if (order.extent().overlaps(extent)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void take(Slot slot, Outgoing order) {
        slot.pending.add(order);
        slot.pendingBytes += order.bytes();
        windowBytes += order.bytes();
        windowOrders++;
    }

    private Slot leastLoaded() {
        Slot best = slots.getFirst();
        for (Slot slot : slots) {
            if (slot.pendingBytes < best.pendingBytes) {
                best = slot;
            }
        }
        return best;
    }

    private void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    // ---- what links tell

    /** All up to {@code id} on this link is written. */
    void written(ImageLink link, long id) {
        List<Outgoing> done = new ArrayList<>();
        lock.lock();
        try {
            Slot slot = link.slot();
            if (!isCurrent(link)) {
                return;
            }
            long wire = 0;
            for (Outgoing order = slot.pending.peek();
                    order != null && order.id() <= id;
                    order = slot.pending.peek()) {
                slot.pending.remove();
                slot.pendingBytes -= order.bytes();
                windowBytes -= order.bytes();
                windowOrders--;
                slot.strikes = 0;
                written.add(order.kind(), order.extent());
                wire += order.wireBytes();
                done.add(order);
            }
            if (!done.isEmpty()) {
                slots.forEach(other -> other.patience.answeredElsewhere());
                slot.patience.answered();
            }
            meter.arrived(wire);
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
        if (closing || failure != null) {
            return;
        }
        if (why instanceof PeerException peer) {
            boolean broken =
                    peer.reason() == Reason.PROTOCOL || peer.reason() == Reason.BAD_CHECKSUM;
            if (broken ? ++slot.strikes >= STRIKES_MAX : !peer.reason().isPassing()) {
                fail(why);
                return;
            }
        }
        Thread.ofVirtual().start(() -> reconnect(slot, why));
    }

    private void reconnect(Slot slot, IOException why) {
        try {
            ImageLink made = new ImageLink(this, slot);
            attach(
                    made,
                    dialer.redial(why, slot.patience, () -> open(slot), made, this::isClosing));
        } catch (IOException e) {
            lock.lock();
            try {
                fail(e);
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing || failure != null;
        } finally {
            lock.unlock();
        }
    }

    private void attach(ImageLink made, Link link) {
        lock.lock();
        try {
            if (closing || failure != null) {
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
        forcing.addAll(written);
        lost.addAll(forcing.extents(Outgoing.Kind.DATA));
        replay(slot, Outgoing.Kind.ZEROS);
        replay(slot, Outgoing.Kind.FILL);
        forcing.clear();
        written.clear();
        for (Slot other : slots) {
            if (other.link != null && other.link.link != null) {
                Transport.close(other.link.link.channel());
            }
        }
    }

    private void replay(Slot slot, Outgoing.Kind kind) {
        for (Extent extent : forcing.extents(kind)) {
            for (Extent part : withoutPending(extent)) {
                lastReplay = ++lastId;
                take(slot, new Outgoing(lastReplay, kind, part, null, 0));
            }
        }
    }

    /** What is under way already writes over the rest, and must not be written over by it. */
    private List<Extent> withoutPending(Extent extent) {
        Ledger rest = new Ledger();
        rest.add(Outgoing.Kind.ZEROS, extent);
        for (Slot slot : slots) {
            for (Outgoing order : slot.pending) {
                if (order.extent().overlaps(extent)) {
                    rest.add(Outgoing.Kind.DATA, order.extent().intersect(extent));
                }
            }
        }
        return rest.extents(Outgoing.Kind.ZEROS);
    }

    // ---- making durable

    /** As {@link salvor.copier.transfer.Destination#force}. */
    List<Extent> force() throws IOException {
        lock.lock();
        try {
            long goal = lastId;
            while (true) {
                awaitWritten(goal);
                if (written.isEmpty() || forceOnce()) {
                    List<Extent> answer = List.copyOf(lost);
                    lost.clear();
                    return answer;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitWritten(long goal) throws IOException {
        throwFailure();
        while (isPending(goal)) {
            changed.awaitUninterruptibly();
            throwFailure();
        }
    }

    private boolean isPending(long goal) {
        long last = Math.max(goal, lastReplay);
        return slots.stream()
                .anyMatch(slot -> !slot.pending.isEmpty() && slot.pending.element().id() <= last);
    }

    /** Tells whether it went well; if not, things have changed and all begins anew. */
    private boolean forceOnce() throws IOException {
        ImageLink link = awaitLink();
        if (link.link == null) {
            return false;
        }
        long id = ++lastForce;
        forcing = written;
        written = new Ledger();
        link.link.send(new Message.Force(id));
        while (forced != id && isCurrent(link) && failure == null) {
            changed.awaitUninterruptibly();
        }
        boolean done = forced == id;
        if (!done) {
            forcing.addAll(written);
            written = forcing;
        }
        forcing = new Ledger();
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
        for (Slot slot : slots) {
            if (slot.link != null && slot.link.link != null) {
                Transport.close(slot.link.link.channel());
            }
            slot.pending.forEach(Outgoing::release);
            slot.pending.clear();
        }
        changed.signalAll();
    }

    @Override
    public void close() {
        List<Link> links = new ArrayList<>();
        lock.lock();
        try {
            closing = true;
            for (Slot slot : slots) {
                if (slot.link != null && slot.link.link != null) {
                    links.add(slot.link.link);
                }
            }
            fail(new IOException("the destination was closed"));
        } finally {
            lock.unlock();
        }
        links.forEach(Link::close);
    }
}
