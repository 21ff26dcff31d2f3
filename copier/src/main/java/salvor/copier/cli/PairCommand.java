package salvor.copier.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.device.Storage;
import salvor.copier.pair.Disk;
import salvor.copier.pair.PairOptions;
import salvor.copier.pair.PairReport;
import salvor.copier.pair.Pairing;

/** {@code salvor pair}. */
@Command(
        name = "pair",
        description = {
            "Finds out which of these disks belong together: mirrors, RAID10 near, far and offset,"
                    + " RAID5 and RAID6. It looks at what they hold; superblocks, labels and"
                    + " partition tables are shown as evidence, and not trusted over content.",
            "Disks are only read, and each is read once. A disk may also be a server's:"
                    + " salvor://HOST:PORT/NAME."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Name the partitions that were members (/dev/sda2), or whole disks, or images of them.",
            "Exit status: 0 every disk found its place; 1 some did not; 2 trouble."
        })
final class PairCommand implements Callable<Integer> {

    /** Where samples are taken is the same every time, so that an answer can be repeated. */
    private static final long SEED = 1;

    /** How long a server that was lost is tried again. */
    private static final Duration SERVER_PATIENCE = Duration.ofMinutes(10);

    private final Output output;

    @Parameters(arity = "1..*", paramLabel = "DISK", description = "Two or more; never written.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--quick", description = "Answer from samples and metadata alone.")
    private boolean quick;

    @Option(names = "--no-smart", description = "Do not ask smartctl how the disks are.")
    private boolean noSmart;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = {
                "Keep here, every few seconds, how far the comparison is; the same command goes on"
                        + " from it after a stop. Gone when the comparison is complete."
            })
    private @Nullable String state;

    @Mixin private LinkOptions link = new LinkOptions();

    @Mixin private ReportOptions report = new ReportOptions();

    PairCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        requireDistinct();
        Endpoints endpoints = new Endpoints(link, SERVER_PATIENCE);
        List<Device> open = new ArrayList<>();
        try {
            List<Disk> disks = new ArrayList<>();
            for (String path : paths) {
                open.add(open(endpoints, path));
                disks.add(Disk.of(disks.size(), open.getLast()));
            }
            requireSeveral(open);
            return pair(disks);
        } finally {
            open.forEach(Device::close);
        }
    }

    private int pair(List<Disk> disks) throws IOException {
        PairOptions options = new PairOptions(quick, !noSmart, Optional.ofNullable(state));
        PairProgressLine progress = new PairProgressLine(output, report);
        Pairing pairing = new Pairing(disks, options, progress);
        PairReport answer;
        try (Interrupts _ = new Interrupts(pairing::stop)) {
            answer = pairing.run(new SplittableRandom(SEED));
        } finally {
            progress.clear();
        }
        if (report.json()) {
            output.json(json -> PairJson.write(answer, json));
        } else {
            output.result(new PairText(answer, quick).text());
        }
        return answer.unpaired().isEmpty() ? 0 : 1;
    }

    private void requireDistinct() {
        if (paths.size() < 2 || paths.size() > Pairing.DISKS_MAX) {
            throw new Refusal(
                    "pair: %s named; name from 2 to %d"
                            .formatted(Nouns.count(paths.size(), "disk"), Pairing.DISKS_MAX));
        }
        Set<String> seen = new HashSet<>();
        for (String path : paths) {
            if (!seen.add(path)) {
                throw new Refusal(path + ": named twice; a disk is no mirror of itself");
            }
        }
    }

    /** A disk under two names agrees with itself. */
    private static void requireSeveral(List<Device> open) {
        Map<Storage, String> seen = new HashMap<>();
        for (Device device : open) {
            if (device instanceof FileDevice file) {
                String other = seen.put(Storage.of(file.status()), file.name());
                if (other != null) {
                    throw new Refusal(
                            file.name() + ": the same disk as " + other + "; name it once");
                }
            }
        }
    }

    private static Device open(Endpoints endpoints, String path) throws IOException {
        if (Location.parse(path) instanceof Location.Simulated) {
            throw new Refusal(path + ": a simulated drive has no mirror; name disks");
        }
        return endpoints.source(path);
    }
}
