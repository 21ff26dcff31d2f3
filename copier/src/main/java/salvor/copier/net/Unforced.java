package salvor.copier.net;

import java.util.ArrayList;
import java.util.List;
import salvor.protocol.message.Extent;

/**
 * What the server has written and did not say is durable: gone if it is started again. Guarded by
 * the exchange's lock.
 */
final class Unforced {

    /** Written; and of that, what the force under way covers. */
    private Ledger written = new Ledger();

    private Ledger forcing = new Ledger();
    private final List<Extent> lost = new ArrayList<>();

    /** Nothing was written since the last force began. */
    boolean isEmpty() {
        return written.isEmpty();
    }

    void written(Outgoing order) {
        written.add(order.kind(), order.extent());
    }

    /** A force begins; it covers what is written now. */
    void forceBegins() {
        forcing = written;
        written = new Ledger();
    }

    /**
     * @param done whether what the force covers is durable; if not, it is as before
     */
    void forceEnds(boolean done) {
        if (!done) {
            forcing.addAll(written);
            written = forcing;
        }
        forcing = new Ledger();
    }

    /**
     * The server that wrote it ended. Data are lost.
     *
     * @return all that is gone; its zeros can be ordered again
     */
    Ledger serverEnded() {
        Ledger gone = forcing;
        gone.addAll(written);
        lost.addAll(gone.extents(Outgoing.Kind.DATA));
        forcing = new Ledger();
        written = new Ledger();
        return gone;
    }

    /** What data were lost since this was last asked. */
    List<Extent> takeLost() {
        List<Extent> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }
}
