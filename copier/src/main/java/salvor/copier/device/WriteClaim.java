package salvor.copier.device;

/** Which other Salvors of this machine may have open what is written. */
public enum WriteClaim {
    /** None: what another reads could be its source. */
    ALONE(Posix.LOCK_EX),

    /** Those that read it, for who was its only writer before and goes on. */
    AMONG_READERS(Posix.LOCK_SH);

    private final int lock;

    WriteClaim(int lock) {
        this.lock = lock;
    }

    /** For {@code flock(2)}. */
    int lock() {
        return lock;
    }
}
