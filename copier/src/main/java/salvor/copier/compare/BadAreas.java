package salvor.copier.compare;

import java.util.ArrayList;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * Puts together areas that units cut in two, and tells of each whole one once, in the order of
 * where they begin, however large the units are.
 */
final class BadAreas {

    private record Area(boolean second, Extent extent) {}

    private final ComparisonListener listener;

    /** Not told yet, by start, the first side's before the second's. */
    private final List<Area> waiting = new ArrayList<>();

    BadAreas(ComparisonListener listener) {
        this.listener = listener;
    }

    /** Adds areas of one side that start where its last one ended or later. */
    void add(boolean second, List<Extent> areas) {
        for (Extent area : areas) {
            if (!extendLast(second, area)) {
                insert(new Area(second, area));
            }
        }
    }

    private boolean extendLast(boolean second, Extent area) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Area last = waiting.get(i);
            if (last.second() == second) {
                if (last.extent().end() < area.start()) {
                    return false;
                }
                Extent whole = Extent.between(last.extent().start(), area.end());
                waiting.set(i, new Area(second, whole));
                return true;
            }
        }
        return false;
    }

    private void insert(Area area) {
        int at = waiting.size();
        while (at > 0 && comesBefore(area, waiting.get(at - 1))) {
            at--;
        }
        waiting.add(at, area);
    }

    private static boolean comesBefore(Area one, Area other) {
        long start = one.extent().start();
        long otherStart = other.extent().start();
        return start < otherStart || (start == otherStart && !one.second());
    }

    /** Tells of what no area that begins at {@code position} or later can change. */
    void tell(long position) {
        int told = 0;
        while (told < waiting.size() && waiting.get(told).extent().end() < position) {
            Area area = waiting.get(told++);
            listener.unreadable(area.second(), area.extent());
        }
        waiting.subList(0, told).clear();
    }

    /** Nothing more comes; what begins at {@code end} or later is not told. */
    void finish(long end) {
        waiting.removeIf(area -> area.extent().start() >= end);
        tell(Long.MAX_VALUE);
    }
}
