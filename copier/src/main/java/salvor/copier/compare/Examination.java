package salvor.copier.compare;

/** A question asked of all the bytes, unit by unit. */
interface Examination {

    /** Someone who looks at units for this examination; each worker has one of its own. */
    Examiner examiner(Turn turn);
}
