package salvor.copier.compare;

/** A question asked of all the bytes, unit by unit. */
public sealed interface Examination permits EveryDifference, FirstDifference, Tally {

    /** Someone who looks at units for this examination; each worker has one of its own. */
    Examiner examiner(Turn turn);

    /** Whether bytes not looked at yet can change nothing. */
    boolean isDecided();
}
