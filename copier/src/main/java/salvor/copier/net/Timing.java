package salvor.copier.net;

import java.time.Duration;

/**
 * How long things may last on a connection.
 *
 * @param connect until TCP connects
 * @param open from the first byte of the handshake until something is opened
 * @param ping how long a side is silent before it says that it lives
 * @param silence how long the other side may be silent before it counts as dead
 * @param retry how long a lost connection is tried again
 * @param release how long a new client waits for the last one's connections to end
 */
public record Timing(
        Duration connect,
        Duration open,
        Duration ping,
        Duration silence,
        Duration retry,
        Duration release) {

    public static final Timing USUAL =
            new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(3));

    /** The same with another {@link #retry}. */
    public Timing retrying(Duration time) {
        return new Timing(connect, open, ping, silence, time, release);
    }
}
