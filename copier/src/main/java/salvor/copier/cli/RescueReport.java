package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import salvor.copier.device.Device;
import salvor.copier.device.DriveClock;
import salvor.copier.map.Provenance;
import salvor.copier.transfer.Ending;
import salvor.copier.transfer.Progress;
import salvor.copier.transfer.ReadLatencies;
import salvor.copier.transfer.Rescue;
import salvor.copier.transfer.RescueLog;

/** What {@code salvor rescue} tells: progress while it works, a summary or JSON at the end. */
final class RescueReport {

    private final RescueRequest request;
    private final ReportOptions options;
    private final Output output;
    private final String mapPath;
    private final CopyMessages messages;
    private final ProgressDisplay display;

    RescueReport(
            RescueRequest request,
            ReportOptions options,
            Output output,
            String mapPath,
            CopyMessages messages) {
        this.request = request;
        this.options = options;
        this.output = output;
        this.mapPath = mapPath;
        this.messages = messages;
        display = new ProgressDisplay(output, options);
    }

    void progress(Rescue rescue) {
        display.show(rescue);
    }

    /** Says how it went; the exit status, where no signal gives another. */
    int end(Rescue rescue, Ending ending, Device source, RescueLog log) throws IOException {
        display.clear();
        Progress progress = rescue.progress();
        List<Provenance> origins = log.provenance(rescue.mapNow());
        boolean complete = progress.rescued() == progress.size();
        if (options.json()) {
            json(rescue, status(ending, complete), source, log.filled(), origins);
        }
        if (ending == Ending.DEVICE_LOST) {
            output.diagnostic(lost(rescue.missed(), progress));
        } else if (!options.quiet() && !options.json()) {
            output.diagnostic(summary(rescue, ending, complete, origins));
        }
        return switch (ending) {
            case FINISHED, STOPPED -> complete && rescue.conflicts() == 0 ? 0 : 1;
            case DEVICE_LOST -> Program.TROUBLE;
        };
    }

    private static String status(Ending ending, boolean complete) {
        return switch (ending) {
            case FINISHED -> complete ? "complete" : "bad-areas";
            case STOPPED -> complete ? "complete" : "interrupted";
            case DEVICE_LOST -> "device-lost";
        };
    }

    private void json(
            Rescue rescue, String status, Device source, long filled, List<Provenance> origins) {
        Progress progress = rescue.progress();
        output.json(
                json -> {
                    json.writeStringField("command", "rescue");
                    json.writeStringField("source", Output.jsonText(request.source()));
                    json.writeStringField("destination", Output.jsonText(request.destination()));
                    json.writeStringField("map", Output.jsonText(mapPath));
                    json.writeNumberField("size", progress.size());
                    json.writeNumberField("rescued", progress.rescued());
                    json.writeNumberField("bad", progress.bad());
                    json.writeNumberField("untried", progress.untried());
                    json.writeNumberField("bad_areas", progress.areas());
                    json.writeNumberField("read_errors", progress.readErrors());
                    json.writeNumberField("filled", filled);
                    json.writeNumberField("seconds", progress.seconds());
                    json.writeStringField("status", status);
                    json.writeNumberField("conflicts", rescue.conflicts());
                    json.writeFieldName("conflict_ranges");
                    messages.write(json);
                    MapReport.writeOrigins(json, origins);
                    if (source instanceof DriveClock drive) {
                        json.writeNumberField("drive_seconds", drive.driveNanos() / 1e9);
                        json.writeNumberField("failed_commands", drive.failedCommands());
                    }
                });
    }

    private String summary(
            Rescue rescue, Ending ending, boolean complete, List<Provenance> origins) {
        Progress progress = rescue.progress();
        StringBuilder text = new StringBuilder();
        boolean filled = origins.stream().anyMatch(origin -> origin.filled() > 0);
        text.append(headline(ending, complete, filled));
        text.append(
                String.format(
                        Locale.ROOT,
                        "rescued %s of %s (%s) in %s; read errors: %d%n",
                        Sizes.show(progress.rescued()),
                        Sizes.show(progress.size()),
                        percent(progress.rescued(), progress.size()),
                        Durations.show(progress.seconds()),
                        progress.readErrors()));
        if (!complete) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "lost so far: %s in %s; not tried: %s%n",
                            Sizes.show(progress.bad()),
                            Nouns.count(progress.areas(), "area"),
                            Sizes.show(progress.untried())));
        }
        text.append(MapReport.origins(origins));
        if (rescue.conflicts() > 0) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "sectors of mirrors that differ from what was rescued: %d%n",
                            rescue.conflicts()));
        }
        appendLatencies(text, rescue.latencies());
        text.append("map: ")
                .append(Output.oneLine(mapPath))
                .append("  (salvor map show ")
                .append(Output.oneLine(mapPath))
                .append(")\n");
        return text.toString();
    }

    private String headline(Ending ending, boolean complete, boolean filled) {
        String destination = Output.oneLine(request.destination());
        if (complete) {
            return "complete: every byte of "
                    + Output.oneLine(request.source())
                    + " is in "
                    + destination
                    + "\n";
        }
        return ending == Ending.FINISHED
                ? "finished with bad areas: they are zero in "
                        + destination
                        + (filled ? ", or filled from an older copy" : "")
                        + "\n"
                : "interrupted: the map is saved; run the same command again to go on\n";
    }

    /** Trouble: one line, however quiet. */
    private static String lost(String copy, Progress progress) {
        return "salvor: "
                + Output.oneLine(copy)
                + ": is gone or answers nothing, which marked nothing bad; rescued so far: "
                + Sizes.show(progress.rescued())
                + " of "
                + Sizes.show(progress.size())
                + ". Make it answer and run the same command again\n";
    }

    private void appendLatencies(StringBuilder text, ReadLatencies latencies) {
        if (latencies.count() == 0) {
            return;
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "reads: %d, p50 %s, p99 %s, max %s%n",
                        latencies.count(),
                        millis(latencies.percentile(50)),
                        millis(latencies.percentile(99)),
                        millis(latencies.percentile(100))));
        if (options.verbose()) {
            for (ReadLatencies.Slow slow : latencies.slowest()) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "slow: %s for %s at %d%n",
                                millis(slow.nanos()),
                                Sizes.show(slow.extent().length()),
                                slow.extent().start()));
            }
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    /** Never "100 %" while a byte is missing. */
    static String percent(long part, long whole) {
        if (part == whole) {
            return "100%";
        }
        double percent = Math.min(100.0 * part / whole, 99.9999);
        return String.format(Locale.ROOT, percent > 99.99 ? "%.4f%%" : "%.2f%%", percent);
    }
}
