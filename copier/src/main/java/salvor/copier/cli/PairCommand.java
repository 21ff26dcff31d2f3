package salvor.copier.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.pair.Disk;
import salvor.copier.pair.PairReport;
import salvor.copier.pair.Pairing;

/** {@code salvor pair}. */
@Command(
        name = "pair",
        description = {
            "Finds out which of these disks belong together: mirrors, RAID10 near, far and offset,"
                    + " RAID5 and RAID6. It looks at what they hold; superblocks, labels and"
                    + " partition tables are shown as evidence, and not trusted over content.",
            "Disks are only read, and each is read once."
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

    private final Output output;

    @Parameters(arity = "1..*", paramLabel = "DISK", description = "Two or more; never written.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--quick", description = "Answer from samples and metadata alone.")
    private boolean quick;

    @Option(names = "--no-smart", description = "Do not ask smartctl how the disks are.")
    private boolean noSmart;

    @Mixin private ReportOptions report = new ReportOptions();

    PairCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        requireDistinct();
        List<Device> open = new ArrayList<>();
        try {
            for (String path : paths) {
                open.add(open(path));
            }
            List<Disk> disks = new ArrayList<>();
            open.forEach(device -> disks.add(Disk.of(disks.size(), device)));
            PairProgressLine progress = new PairProgressLine(output, report);
            PairReport answer =
                    new Pairing(disks, !noSmart, progress).run(quick, new SplittableRandom(SEED));
            progress.clear();
            if (report.json()) {
                output.json(json -> PairJson.write(answer, json));
            } else {
                output.result(new PairText(answer, quick).text());
            }
            return answer.unpaired().isEmpty() ? 0 : 1;
        } finally {
            open.forEach(Device::close);
        }
    }

    private void requireDistinct() {
        if (paths.size() < 2 || paths.size() > Pairing.DISKS_MAX) {
            throw new Refusal(
                    "pair: %d disks named; name from 2 to %d"
                            .formatted(paths.size(), Pairing.DISKS_MAX));
        }
        Set<String> seen = new HashSet<>();
        for (String path : paths) {
            if (!seen.add(path)) {
                throw new Refusal(path + ": named twice; a disk is no mirror of itself");
            }
        }
    }

    private static Device open(String path) throws IOException {
        return switch (Location.parse(path)) {
            case Location.Local local -> FileDevice.open(local.path());
            case Location.Remote _ ->
                    throw new Refusal(
                            path + ": pair reads disks of this machine; run it on the other one");
            case Location.Simulated _ ->
                    throw new Refusal(path + ": a simulated drive has no mirror; name disks");
        };
    }
}
