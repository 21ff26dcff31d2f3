package salvor.copier.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.Limits;

/** {@code salvor rescue}. */
@Command(
        name = "rescue",
        description = {
            "Copies a failing disk, volume or image: good areas first, then the edges of bad ones, then"
                    + " their insides. What cannot be read is zero in the copy, and the map says so.",
            "Stop it at any time (Ctrl-C, power cut): the same command goes on where it was."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Bytes of a mirror are rescued (+); filled ones are not. map show tells whose they are.",
            "A location is a path, salvor://HOST:PORT/NAME, or sim:MODEL[,size=256M][,seed=1].",
            "The map is GNU ddrescue's, both ways: each can go on where the other stopped.",
            "Exit status: 0 everything rescued; 1 finished, but something is lost; 2 trouble."
        })
final class RescueCommand implements Callable<Integer> {

    private final Output output;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "What to read. It is never written.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION", description = "Where the copy goes.")
    private String destination = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "MAPFILE",
            description =
                    "What was rescued so far. Default: DESTINATION.map; ./NAME.map for a remote one.")
    private @Nullable String mapFile;

    @Option(
            names = {"-r", "--retry-passes"},
            paramLabel = "N|auto",
            description = "Passes over bad sectors. auto: as long as they gain something.")
    private String retryPasses = "auto";

    @Option(
            names = "--policy",
            paramLabel = "adaptive|classic",
            description = "The order of reads; classic is ddrescue's. Default: adaptive.")
    private String policy = "adaptive";

    @Option(
            names = "--exhaustive",
            description = "Ask every sector, also what was deduced to be hopeless.")
    private boolean exhaustive;

    @Option(
            names = "--wait-for-device",
            paramLabel = "T",
            description = "How long to wait for a device or a server that left. Default: 10min.")
    private String waitForDevice = "10min";

    @Option(
            names = {"-n", "--no-scrape"},
            description = "Leave the insides of bad areas for later.")
    private boolean noScrape;

    @Option(
            names = {"-R", "--reverse"},
            description = "Start from the end.")
    private boolean reverse;

    @Option(
            names = {"-b", "--sector-size"},
            paramLabel = "N",
            description = "Bytes. Default: asked of the device.")
    private @Nullable String sectorSize;

    @Option(
            names = {"-c", "--cluster-size"},
            paramLabel = "N",
            description = "Sectors a read. Default: chosen.")
    private @Nullable Integer clusterSectors;

    @Option(
            names = {"-f", "--force"},
            description = "Allow a block device as destination. All it holds is lost.")
    private boolean force;

    @Option(
            names = "--stop-after-failures",
            paramLabel = "N",
            description = "Stop after so many failed reads; the same command goes on.")
    private long stopAfterFailures = Long.MAX_VALUE;

    @Option(
            names = "--stop-after-time",
            paramLabel = "T",
            description = "Stop after this time; the same command goes on.")
    private @Nullable String stopAfterTime;

    @Option(
            names = "--log-reads",
            paramLabel = "FILE",
            description = "For sim: sources, write every command the drive got.")
    private @Nullable String logReads;

    @Option(
            names = {"-d", "--idirect"},
            hidden = true,
            description = "Accepted: block devices are always read past the page cache.")
    void direct(boolean asked) {}

    @Mixin private CopyOptions copies = new CopyOptions();

    @Mixin private LinkOptions link = new LinkOptions();

    @Mixin private ReportOptions report = new ReportOptions();

    RescueCommand(Output output) {
        this.output = output;
    }

    /** The orders of reads. */
    enum PolicyKind {
        ADAPTIVE,
        CLASSIC
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RescueRequest request =
                new RescueRequest(
                        source,
                        destination,
                        mapFile,
                        policyKind(),
                        policyOptions(),
                        copies,
                        force,
                        limits(),
                        Durations.parse(waitForDevice),
                        logReads,
                        link);
        return new RescueSession(request, report, output).run();
    }

    private PolicyKind policyKind() {
        return switch (policy.toLowerCase(Locale.ROOT)) {
            case "adaptive" -> PolicyKind.ADAPTIVE;
            case "classic" -> PolicyKind.CLASSIC;
            default -> throw new Refusal("--policy '" + policy + "': write adaptive or classic");
        };
    }

    private RescueRequest.Reading policyOptions() {
        return new RescueRequest.Reading(
                sectorSize == null ? 0 : sectorBytes(sectorSize),
                clusterSectors == null ? RescueOptions.CHOSEN : clusterSectors(clusterSectors),
                passes(),
                reverse,
                noScrape,
                exhaustive);
    }

    private static int clusterSectors(int number) {
        if (number < 1) {
            throw new Refusal("--cluster-size " + number + ": write a number of sectors from 1 up");
        }
        return number;
    }

    private static int sectorBytes(String text) {
        long bytes = Sizes.parse(text);
        if (bytes == 0) {
            throw new Refusal("--sector-size 0: write the bytes of a sector, as 512");
        }
        if (bytes > RescueOptions.CLUSTER_BYTES_MAX) {
            throw new Refusal(
                    "--sector-size "
                            + text
                            + ": is more than is read at once; write at most "
                            + RescueOptions.CLUSTER_BYTES_MAX);
        }
        return (int) bytes;
    }

    private int passes() {
        if (retryPasses.equals("auto")) {
            return RescueOptions.AUTO;
        }
        try {
            int passes = Integer.parseInt(retryPasses);
            if (passes >= 0) {
                return passes;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal(
                "--retry-passes '"
                        + retryPasses
                        + "': not a number of passes; write 0, 1, 2 … or auto");
    }

    private Limits limits() {
        if (stopAfterFailures < 1) {
            throw new Refusal(
                    "--stop-after-failures " + stopAfterFailures + ": write a number from 1 up");
        }
        Duration time = stopAfterTime == null ? Limits.NONE.time() : Durations.parse(stopAfterTime);
        return new Limits(stopAfterFailures, time);
    }
}
