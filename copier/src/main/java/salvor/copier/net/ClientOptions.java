package salvor.copier.net;

import salvor.protocol.compression.Compression;

/**
 * What a client wants of its links.
 *
 * @param insecureAnywhere whether to speak without encryption to another machine
 * @param connections 1 to 64; 0: as many as suit the address
 * @param bytesPerSecond the most to send or fetch; 0: no limit
 */
public record ClientOptions(
        boolean insecureAnywhere,
        int connections,
        Compression compression,
        long bytesPerSecond,
        Timing timing) {

    public static final ClientOptions USUAL =
            new ClientOptions(false, 0, Compression.AUTO, 0, Timing.USUAL);
}
