package salvor.copier.compare;

/** A question asked of all the bytes, unit by unit. */
public sealed interface Examination permits EveryDifference, FirstDifference, Tally {

    /** Someone who looks at units for this examination; each worker has one of its own. */
    Examiner examiner(Turn turn);

    /**
     * From which position on no byte changes anything, as far as units were published; {@link
     * Long#MAX_VALUE} while every byte may.
     */
    default long decidedAt() {
        return Long.MAX_VALUE;
    }

    /** Whether bytes not looked at yet can change nothing. */
    default boolean isDecided() {
        return decidedAt() < Long.MAX_VALUE;
    }

    /** Whether it asks for newlines. */
    default boolean countsLines() {
        return false;
    }
}
