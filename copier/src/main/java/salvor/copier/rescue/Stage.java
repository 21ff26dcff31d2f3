package salvor.copier.rescue;

import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** One pass of a rescue: chooses reads with one purpose until nothing is left for it. */
interface Stage {

    Pass pass();

    /** The next read, or null when nothing is left to choose at this moment. */
    @Nullable Extent next();

    /** What one of this stage's reads gave; the map knows it already. */
    default void report(Extent asked, Ledger.Verdict verdict) {}

    /** Whether a read may be chosen while an earlier one is not answered. */
    default boolean readsAhead() {
        return false;
    }
}
