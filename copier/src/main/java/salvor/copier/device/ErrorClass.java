package salvor.copier.device;

/** What an errno of a device means for the work. */
public enum ErrorClass {
    /** The medium cannot give these sectors: shrink the read, mark the map, go on. */
    MEDIUM,
    /**
     * The device or the way to it failed this command; the sectors may be fine. Treated like a bad
     * sector, retried.
     */
    TRANSPORT,
    /** The device left. Nothing may be marked bad. */
    VANISHED,
    /**
     * We asked wrongly (alignment, closed descriptor): a defect of the program, not of the device.
     */
    MISUSE,
    /** The caller may not do this. */
    DENIED,
    /** No room at the destination. */
    NO_SPACE,
    /** The call was interrupted or the system is short of something: the same call again may do. */
    AGAIN,
    /** An errno no table knows; reported with its number, and treated like a bad sector. */
    UNKNOWN
}
