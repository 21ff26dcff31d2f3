package salvor.copier.device;

/** What a read gave. */
public sealed interface ReadOutcome {

    /** Bytes at the front of the memory that are the device's. */
    default int bytes() {
        return 0;
    }

    /** All that was asked for. */
    record Complete(int bytes) implements ReadOutcome {}

    /**
     * The first {@code bytes}, at least one, are there; of the rest nothing is known. A short read
     * is not the end of the device: the end is where its size says it is.
     */
    record Partial(int bytes) implements ReadOutcome {}

    /** Nothing. {@code errno} is the kernel's number, and {@code kind} what it means. */
    record Failed(ErrorClass kind, int errno) implements ReadOutcome {}

    /** Nothing, without an error: at or past the end, or the device shrank to nothing. */
    record End() implements ReadOutcome {}
}
