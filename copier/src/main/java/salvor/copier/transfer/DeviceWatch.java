package salvor.copier.transfer;

import java.time.Duration;

/** Is told when a device leaves and returns. Calls come from the threads that read. */
public interface DeviceWatch {

    /** It left, and is awaited for this long. */
    void awaiting(String device, Duration atMost);

    /**
     * Another device came.
     *
     * @param candidate its name
     * @param why it is not the one awaited, as {@code has other bytes}
     */
    void refused(String candidate, String why);

    /** It is back, perhaps under another name. */
    void returned(String candidate);
}
