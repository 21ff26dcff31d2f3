package salvor.copier.transfer;

/** How a rescue ended. */
public enum Ending {
    /** The policy has nothing left to ask for. */
    FINISHED,
    /** Somebody, or a limit, stopped it; the same command goes on. */
    STOPPED,
    /** The device left, or answers every command with an error; nothing was marked bad for that. */
    DEVICE_LOST
}
