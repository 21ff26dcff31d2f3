package salvor.copier.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import salvor.protocol.message.Extent;

/**
 * What the server has written and not yet made durable, and what kind of bytes it is. Neighbours of
 * one kind are merged. Not thread-safe.
 */
final class Ledger {

    private record Entry(long end, Outgoing.Kind kind) {}

    private final TreeMap<Long, Entry> entries = new TreeMap<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
    }

    /** Notes an extent; what was noted there before is written over. */
    void add(Outgoing.Kind kind, Extent extent) {
        if (extent.isEmpty()) {
            return;
        }
        cut(extent.start());
        cut(extent.end());
        entries.subMap(extent.start(), extent.end()).clear();
        long start = extent.start();
        Map.Entry<Long, Entry> before = entries.lowerEntry(start);
        if (before != null
                && before.getValue().end() == start
                && before.getValue().kind() == kind) {
            start = before.getKey();
        }
        entries.put(start, new Entry(extent.end(), kind));
    }

    /** Notes all that {@code later} holds. */
    void addAll(Ledger later) {
        later.entries.forEach(
                (start, entry) -> add(entry.kind(), Extent.between(start, entry.end())));
    }

    /** The extents of one kind, ascending. */
    List<Extent> extents(Outgoing.Kind kind) {
        List<Extent> extents = new ArrayList<>();
        entries.forEach(
                (start, entry) -> {
                    if (entry.kind() == kind) {
                        extents.add(Extent.between(start, entry.end()));
                    }
                });
        return extents;
    }

    /** Makes {@code position} a border. */
    private void cut(long position) {
        Map.Entry<Long, Entry> entry = entries.lowerEntry(position);
        if (entry != null && entry.getValue().end() > position) {
            Entry whole = entry.getValue();
            entries.put(entry.getKey(), new Entry(position, whole.kind()));
            entries.put(position, whole);
        }
    }
}
