package salvor.copier.device;

import java.util.List;

/** Looks for a device that left. */
public interface DeviceSearch {

    /** What may be it. */
    interface Candidate {

        /** What to call it. */
        String name();

        /**
         * Tells this coming of the device from others: another value when the node is used for
         * something else, or the same thing was taken out and put in again.
         */
        String instance();

        /** Opens it, for reading only. */
        Device open() throws DeviceException;
    }

    /** What may be it now, the likeliest first. */
    List<Candidate> candidates();
}
