package salvor.copier.cli;

import java.util.Locale;
import salvor.copier.device.Device;
import salvor.copier.device.DriveClock;
import salvor.copier.transfer.Ending;
import salvor.copier.transfer.Progress;
import salvor.copier.transfer.ReadLatencies;
import salvor.copier.transfer.RescueRun;

/** What {@code salvor rescue} tells: progress while it works, a summary or JSON at the end. */
final class RescueReport {

    private final RescueRequest request;
    private final ReportOptions options;
    private final Output output;
    private final String mapPath;
    private final ProgressDisplay display;

    RescueReport(RescueRequest request, ReportOptions options, Output output, String mapPath) {
        this.request = request;
        this.options = options;
        this.output = output;
        this.mapPath = mapPath;
        display = new ProgressDisplay(output, options);
    }

    void progress(RescueRun run) {
        display.show(run);
    }

    /** Says how it went; the exit status, where no signal gives another. */
    int end(RescueRun run, Ending ending, Device source) {
        display.clear();
        Progress progress = run.progress();
        boolean complete = progress.rescued() == progress.size();
        if (options.json()) {
            json(progress, status(ending, complete), source);
        }
        if (ending == Ending.DEVICE_LOST) {
            output.diagnostic(lost(progress));
        } else if (!options.quiet() && !options.json()) {
            output.diagnostic(summary(run, progress, ending, complete));
        }
        return switch (ending) {
            case FINISHED, STOPPED -> complete ? 0 : 1;
            case DEVICE_LOST -> Main.TROUBLE;
        };
    }

    private static String status(Ending ending, boolean complete) {
        return switch (ending) {
            case FINISHED -> complete ? "complete" : "bad-areas";
            case STOPPED -> complete ? "complete" : "interrupted";
            case DEVICE_LOST -> "device-lost";
        };
    }

    private void json(Progress progress, String status, Device source) {
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
                    json.writeNumberField("filled", 0L);
                    json.writeNumberField("seconds", progress.seconds());
                    json.writeStringField("status", status);
                    if (source instanceof DriveClock drive) {
                        json.writeNumberField("drive_seconds", drive.driveNanos() / 1e9);
                        json.writeNumberField("failed_commands", drive.failedCommands());
                    }
                });
    }

    private String summary(RescueRun run, Progress progress, Ending ending, boolean complete) {
        StringBuilder text = new StringBuilder();
        text.append(headline(ending, complete));
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
                            "lost so far: %s in %d areas; not tried: %s%n",
                            Sizes.show(progress.bad()),
                            progress.areas(),
                            Sizes.show(progress.untried())));
        }
        appendLatencies(text, run.latencies());
        text.append("map: ")
                .append(mapPath)
                .append("  (salvor map show ")
                .append(mapPath)
                .append(")\n");
        return text.toString();
    }

    private String headline(Ending ending, boolean complete) {
        if (complete) {
            return "complete: every byte of "
                    + request.source()
                    + " is in "
                    + request.destination()
                    + "\n";
        }
        return ending == Ending.FINISHED
                ? "finished with bad areas: they are zero in " + request.destination() + "\n"
                : "interrupted: the map is saved; run the same command again to go on\n";
    }

    /** Trouble: one line, however quiet. */
    private String lost(Progress progress) {
        return "salvor: "
                + request.source()
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
