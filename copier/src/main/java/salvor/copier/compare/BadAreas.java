package salvor.copier.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** Puts together areas of one side that units cut in two, and tells of each whole one once. */
final class BadAreas {

    private final boolean second;
    private final AreaListener listener;
    private @Nullable Extent pending;

    BadAreas(boolean second, AreaListener listener) {
        this.second = second;
        this.listener = listener;
    }

    /** Adds areas that start where the last one ended or later. */
    void add(List<Extent> areas) {
        for (Extent area : areas) {
            if (pending != null && pending.end() == area.start()) {
                pending = Extent.between(pending.start(), area.end());
            } else {
                flush();
                pending = area;
            }
        }
    }

    /** Nothing more comes. */
    void flush() {
        if (pending != null) {
            listener.unreadable(second, pending);
            pending = null;
        }
    }
}
