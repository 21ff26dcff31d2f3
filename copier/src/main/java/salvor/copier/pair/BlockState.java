package salvor.copier.pair;

/** What a sampled block is good for. */
enum BlockState {
    /** Past the end of this disk. */
    ABSENT,
    /** Could not be read: neither equal nor different. */
    UNREADABLE,
    /** All zeros. */
    BLANK,
    /** Too plain to prove anything by being equal, though it can speak against. */
    DULL,
    /** Equal to another hardly by chance. */
    TELLING;

    boolean isRead() {
        return this == BLANK || this == DULL || this == TELLING;
    }
}
