package salvor.copier.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.transfer.Chunk;
import salvor.protocol.message.Extent;

/**
 * What was handed over and is not yet confirmed, in the slots whose links carry it. Guarded by the
 * exchange's lock.
 */
final class Window {

    private static final long BYTES_MAX = 32 << 20;
    private static final int ORDERS_MAX = 1024;

    private final List<Slot> slots;
    private long bytes;
    private int orders;
    private long lastId;
    private long lastReplay;

    Window(List<Slot> slots) {
        this.slots = slots;
    }

    /** Whether there is room, and nothing under way overlaps {@code extent}. */
    boolean hasRoom(Extent extent) {
        return orders < ORDERS_MAX
                && (bytes == 0 || bytes + extent.length() <= BYTES_MAX)
                && overlapping(extent).isEmpty();
    }

    private List<Outgoing> overlapping(Extent extent) {
        List<Outgoing> found = new ArrayList<>();
        for (Slot slot : slots) {
            for (Outgoing order : slot.pending) {
                if (order.extent().overlaps(extent)) {
                    found.add(order);
                }
            }
        }
        return found;
    }

    /** The slot that has the fewest bytes under way. */
    Slot leastLoaded() {
        Slot best = slots.getFirst();
        for (Slot slot : slots) {
            if (slot.pendingBytes < best.pendingBytes) {
                best = slot;
            }
        }
        return best;
    }

    /** Makes an order that is under way from now on. */
    Outgoing add(
            Slot slot, Outgoing.Kind kind, Extent extent, Chunk.@Nullable Data data, long wire) {
        Outgoing order = new Outgoing(++lastId, kind, extent, data, wire);
        slot.pending.add(order);
        slot.pendingBytes += order.bytes();
        bytes += order.bytes();
        orders++;
        return order;
    }

    /**
     * Orders zeros once more, except where something is under way: that writes over them, and must
     * not be written over by them.
     */
    void replay(Slot slot, Outgoing.Kind kind, Extent extent) {
        Ledger rest = new Ledger();
        rest.add(kind, extent);
        for (Outgoing order : overlapping(extent)) {
            rest.add(Outgoing.Kind.DATA, order.extent().intersect(extent));
        }
        for (Extent part : rest.extents(kind)) {
            lastReplay = add(slot, kind, part, null, 0).id();
        }
    }

    /** Takes out what is confirmed: all up to {@code id} in this slot. */
    List<Outgoing> confirmed(Slot slot, long id) {
        List<Outgoing> done = new ArrayList<>();
        for (Outgoing order = slot.pending.peek();
                order != null && order.id() <= id;
                order = slot.pending.peek()) {
            slot.pending.remove();
            slot.pendingBytes -= order.bytes();
            bytes -= order.bytes();
            orders--;
            done.add(order);
        }
        return done;
    }

    /** The youngest order. */
    long lastId() {
        return lastId;
    }

    /** Whether an order up to {@code goal}, or one made by {@link #replay}, is under way. */
    boolean isPending(long goal) {
        long last = Math.max(goal, lastReplay);
        return slots.stream()
                .anyMatch(slot -> !slot.pending.isEmpty() && slot.pending.element().id() <= last);
    }

    /** Nothing of it will be sent any more. */
    void release() {
        for (Slot slot : slots) {
            slot.pending.forEach(Outgoing::release);
            slot.pending.clear();
        }
    }
}
