package salvor.copier.net;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The place of one link in a client's session. Guarded by the exchange's lock. */
final class Slot {

    /**
     * Orders that are not confirmed, in the order of their ids; they are sent again on a new link.
     */
    final ArrayDeque<Outgoing> pending = new ArrayDeque<>();

    final int number;
    @Nullable ImageLink link;
    long pendingBytes;

    /** Connections made so far. */
    int attempt;

    /** Connections in a row that ended over a broken rule or checksum, with nothing confirmed. */
    int strikes;

    final Patience patience;

    Slot(int number, Patience patience) {
        this.number = number;
        this.patience = patience;
    }
}
