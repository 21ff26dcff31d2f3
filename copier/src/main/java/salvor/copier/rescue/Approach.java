package salvor.copier.rescue;

import salvor.protocol.message.Extent;

/**
 * A way to read a stretch: from one of its ends until the first failure or the other end.
 *
 * @param stretch what may be read
 * @param forward from its start towards its end, or the other way
 * @param kind what is known of the end it begins at
 * @param cluster bytes of the largest read to use
 * @param bytes to be expected
 * @param value bytes to be expected for a second of the drive's time
 */
record Approach(
        Extent stretch, boolean forward, Kind kind, int cluster, double bytes, double value) {

    /** Where an approach begins. */
    enum Kind {
        /** Beside good bytes. */
        SIDE,
        /** Somewhere behind a bad run that may reach this far. */
        ENTRY,
        /** At the edge of a read that failed: somewhere in the stretch is a bad sector. */
        TRIM
    }

    /** The first byte boundary that it touches. */
    long from() {
        return forward ? stretch.start() : stretch.end();
    }
}
