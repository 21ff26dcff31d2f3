package salvor.copier.net;

import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The place of one link in a client's session. Guarded by the exchange's lock. */
final class Slot {

    /** Broken connections in a row after which no other is tried. */
    private static final int STRIKES_MAX = 5;

    /**
     * Orders that are not confirmed, in the order of their ids; they are sent again on a new link.
     */
    final ArrayDeque<Outgoing> pending = new ArrayDeque<>();

    final int number;
    final Patience patience;
    @Nullable ImageLink link;
    long pendingBytes;

    /** Connections made so far; only who dials looks at it. */
    int attempt;

    /** Connections in a row that ended over a broken rule or checksum, with nothing confirmed. */
    private int strikes;

    Slot(int number, Patience patience) {
        this.number = number;
        this.patience = patience;
    }

    /** The link that it has now. */
    @Nullable Link live() {
        return link == null ? null : link.link;
    }

    /** The server did on this link what it was asked for. */
    void answered() {
        strikes = 0;
        patience.answered();
    }

    /** Takes note of how a connection ended; tells whether no other is worth an attempt. */
    boolean endedForGood(IOException why) {
        if (!(why instanceof PeerException peer)) {
            return false;
        }
        return switch (peer.reason()) {
            case PROTOCOL, BAD_CHECKSUM -> ++strikes >= STRIKES_MAX;
            default -> !peer.reason().isPassing();
        };
    }
}
