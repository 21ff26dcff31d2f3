package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** One pass of a rescue: chooses reads with one purpose until nothing is left for it. */
interface Stage {

    Pass pass();

    /** The next read, or null when nothing is left to choose at this moment. */
    @Nullable Extent next();

    /** What one of this stage's reads gave, and how long it took; the map knows it already. */
    default void report(Extent asked, Ledger.Verdict verdict, long nanos) {}

    /** Bytes are to be read again; the map knows it already. */
    default void lost(Extent extent) {}

    /** Whether a read may be chosen while an earlier one is not answered. */
    default boolean readsAhead() {
        return false;
    }
}
