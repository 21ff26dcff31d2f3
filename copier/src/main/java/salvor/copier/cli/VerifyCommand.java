package salvor.copier.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.MapFile;
import salvor.copier.map.Proof;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.transfer.ProofCheck;
import salvor.copier.transfer.RescueLog;
import salvor.protocol.message.Extent;

/** {@code salvor verify}. */
@Command(
        name = "verify",
        description = {
            "Reads a rescued image again and checks every block against the checksum that was taken"
                    + " when it was read at the source, without the source.",
            "Prints START SIZE of each damaged extent."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "An image that a server received is checked there: salvor verify ROOT/NAME.",
            "Exit status: 0 all as it was read; 1 something is damaged; 2 trouble."
        })
final class VerifyCommand implements Callable<Integer> {

    private final Output output;

    @Parameters(index = "0", paramLabel = "IMAGE", description = "What a rescue wrote.")
    private String image = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MAPFILE",
            description = "Its map. Default: IMAGE.map, where there is one.")
    private @Nullable String mapFile;

    @Mixin private ReportOptions report = new ReportOptions();

    VerifyCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        if (!(Location.parse(image) instanceof Location.Local(String path))) {
            throw new Refusal(image + ": is not on this machine; run salvor verify where it is");
        }
        String map = mapFile != null ? mapFile : path + ".map";
        boolean mapped = mapFile != null || FileStatus.exists(map);
        // A server has no map of what it receives; its companion lies beside the image.
        String companion = RescueLog.companionPath(mapped ? map : path);
        try (FileDevice device = FileDevice.open(path)) {
            if (!FileStatus.exists(companion)) {
                throw new Refusal(
                        companion
                                + ": is not there, and it has the checksums; name the mapfile that"
                                + " it lies beside");
            }
            try (CompanionReader proofs = CompanionReader.open(companion)) {
                return verify(device, proofs, mapped ? map : null);
            }
        }
    }

    private int verify(FileDevice device, CompanionReader proofs, @Nullable String mapPath)
            throws IOException {
        long rescued = device.size();
        Predicate<Proof> counts = _ -> true;
        if (mapPath != null) {
            RescueMap map = MapFile.read(mapPath, proofs.identity().size()).map();
            rescued = map.total(Status.RESCUED);
            counts = proof -> ProofCheck.isClaimed(map, proof);
        }
        ProofCheck.Outcome outcome = check(device, proofs, counts, rescued);
        if (outcome.blocks() == 0 && rescued > 0) {
            throw new Refusal(
                    image + ": no checksum of it is known; only a rescue by salvor takes them");
        }
        tell(outcome, rescued - outcome.bytes());
        return outcome.damaged().isEmpty() ? 0 : 1;
    }

    private ProofCheck.Outcome check(
            FileDevice device, CompanionReader proofs, Predicate<Proof> counts, long rescued)
            throws IOException {
        ProgressLine line = new ProgressLine(output, report);
        try {
            return ProofCheck.whole(
                    device, proofs, counts, bytes -> line.reached("checked", bytes, rescued));
        } finally {
            line.clear();
        }
    }

    /**
     * Says what was found.
     *
     * @param unchecked bytes that are rescued, but have no checksum
     */
    private void tell(ProofCheck.Outcome outcome, long unchecked) {
        if (report.json()) {
            json(outcome, unchecked);
            return;
        }
        for (Extent extent : outcome.damaged()) {
            output.result(extent.start() + " " + extent.length() + "\n");
        }
        if (!report.quiet()) {
            output.diagnostic(
                    image
                            + ": "
                            + outcome.blocks()
                            + " blocks, "
                            + Sizes.show(outcome.bytes())
                            + " checked: "
                            + (outcome.damaged().isEmpty()
                                    ? "all as they were read"
                                    : outcome.damaged().size() + " damaged")
                            + (unchecked > 0 ? "; no checksum of " + Sizes.show(unchecked) : "")
                            + "\n");
        }
    }

    private void json(ProofCheck.Outcome outcome, long unchecked) {
        output.json(
                json -> {
                    json.writeStringField("command", "verify");
                    json.writeStringField("image", Output.jsonText(image));
                    json.writeNumberField("blocks", outcome.blocks());
                    json.writeArrayFieldStart("damaged");
                    for (Extent extent : outcome.damaged()) {
                        json.writeStartObject();
                        json.writeNumberField("start", extent.start());
                        json.writeNumberField("size", extent.length());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeNumberField("checked_bytes", outcome.bytes());
                    json.writeNumberField("unchecked_bytes", unchecked);
                });
    }
}
