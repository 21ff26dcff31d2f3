package salvor.copier.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import salvor.protocol.compression.Compression;

/** How to speak with a server. */
final class LinkOptions {

    private static final int CONNECTIONS_MAX = 64;

    @Option(
            names = "--connections",
            paramLabel = "N|auto",
            description = "Connections to a server. Default: auto.")
    private String connections = "auto";

    @Option(
            names = "--compress",
            paramLabel = "auto|lz4|off",
            description = "Compression on the way. auto: where it wins.")
    private String compress = "auto";

    @Option(
            names = "--limit",
            paramLabel = "RATE",
            description = "Bytes a second to or from a server at most, as 10M.")
    private @Nullable String limit;

    @Option(
            names = "--insecure-anywhere",
            description =
                    "Speak plain TCP, without authentication, with a server that is not this machine.")
    private boolean insecureAnywhere;

    /**
     * Refuses what is no number or no word of ours, also where no link is needed.
     *
     * @throws Refusal when one is wrong
     */
    void require() {
        connections();
        compression();
        bytesPerSecond();
    }

    /** Connections; 0 for as many as help. */
    int connections() {
        if (connections.equals("auto")) {
            return 0;
        }
        try {
            int number = Integer.parseInt(connections);
            if (number >= 1 && number <= CONNECTIONS_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal(
                "--connections '"
                        + connections
                        + "': write auto or a number from 1 to "
                        + CONNECTIONS_MAX);
    }

    Compression compression() {
        return switch (compress) {
            case "auto" -> Compression.AUTO;
            case "lz4" -> Compression.LZ4;
            case "off" -> Compression.OFF;
            default -> throw new Refusal("--compress '" + compress + "': write auto, lz4 or off");
        };
    }

    /** Bytes a second; 0 for no limit. */
    long bytesPerSecond() {
        if (limit == null) {
            return 0;
        }
        long rate = Sizes.parse(limit);
        if (rate == 0) {
            throw new Refusal("--limit '" + limit + "': nothing would pass; write a rate, as 10M");
        }
        return rate;
    }

    /** Whether plain TCP is allowed to other machines. */
    boolean insecureAnywhere() {
        return insecureAnywhere;
    }
}
