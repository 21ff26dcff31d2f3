package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import salvor.copier.device.BlockSearch;
import salvor.copier.device.BlockUsage;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.map.RescueMap;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.ClassicPolicy;
import salvor.copier.rescue.Policy;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.Clock;
import salvor.copier.transfer.Destination;
import salvor.copier.transfer.Ending;
import salvor.copier.transfer.RescueLog;
import salvor.copier.transfer.RescueRun;
import salvor.copier.transfer.ResumeCheck;
import salvor.copier.transfer.ReturningDevice;

/** Puts a rescue together from what was asked for, runs it, and tells how it went. */
final class RescueSession {

    /** Memory for what is under way. */
    private static final int POOL_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = RescueOptions.CLUSTER_BYTES_MAX;

    /** The smallest unit of a file's map: what disks and ddrescue count in. */
    private static final int SECTOR = 512;

    /** Reads that tell a device that returns from another. */
    private static final int KNOWN_READS = 16;

    private final RescueRequest request;
    private final ReportOptions report;
    private final Output output;
    private final Endpoints endpoints;

    RescueSession(RescueRequest request, ReportOptions report, Output output) {
        endpoints = new Endpoints(request.link(), request.waitForDevice());
        this.request = request;
        this.report = report;
        this.output = output;
    }

    /** The exit status. */
    int run() throws IOException, InterruptedException {
        // Whoever may still write into the buffers is closed before them.
        try (ReadLog reads = ReadLog.open(request.logReads());
                BufferPool pool = new BufferPool(POOL_BYTES / BUFFER_BYTES, BUFFER_BYTES);
                Device opened = endpoints.source(request.source())) {
            if (opened.size() == 0) {
                throw new Refusal(request.source() + ": is empty; there is nothing to rescue");
            }
            reads.follow(opened);
            String mapPath = checkedMapPath(opened.size());
            ResumeCheck resume = checkedResume(mapPath, opened);
            List<String> comments = List.of("Mapfile. Created by salvor");
            try (Device source = awaited(opened, resume);
                    RescueLog log = RescueLog.open(mapPath, source.identity(), comments);
                    Destination destination =
                            endpoints.destination(request.destination(), source, log.held())) {
                return rescue(source, pool, destination, log, mapPath);
            }
        }
    }

    private int rescue(
            Device source, BufferPool pool, Destination destination, RescueLog log, String mapPath)
            throws IOException, InterruptedException {
        RescueMap map = log.map();
        RescueOptions options = request.reading().on(unit(source), Endpoints.wholeRead(source));
        Policy policy =
                switch (request.policy()) {
                    case ADAPTIVE -> new AdaptivePolicy(map, options);
                    case CLASSIC -> new ClassicPolicy(map, options);
                };
        RescueRun run =
                new RescueRun(
                        source, policy, map, destination, log, request.limits(), Clock.system(), 1);
        RescueReport reporter = new RescueReport(request, report, output, mapPath);
        Interrupts interrupts = new Interrupts(run::stop);
        try {
            Ending ending = run.run(pool, reporter::progress);
            return reporter.end(run, ending, source);
        } finally {
            interrupts.close();
        }
    }

    /** Refuses what could destroy something, before anything is written. */
    private String checkedMapPath(long size) {
        List<String> local =
                Location.parse(request.source()) instanceof Location.Local(String path)
                        ? List.of(path)
                        : List.of();
        DestinationGuard guard = new DestinationGuard(new BlockUsage());
        return switch (Location.parse(request.destination())) {
            case Location.Local(String path) ->
                    guard.check(local, path, request.mapFile(), request.force(), size);
            case Location.Remote(String _, int _, String name) -> {
                String map = request.mapFile() == null ? mapBeside(name) : request.mapFile();
                guard.checkMap(local, map, size);
                yield map;
            }
            case Location.Simulated _ ->
                    throw new Refusal(
                            request.destination()
                                    + ": a simulated drive cannot be a destination; name a file");
        };
    }

    private ResumeCheck checkedResume(String mapPath, Device source) throws IOException {
        ResumeCheck check = new ResumeCheck(mapPath);
        check.checkSource(source);
        if (Location.parse(request.destination()) instanceof Location.Local(String path)) {
            check.checkImage(path, source.size());
        }
        return check;
    }

    /** A device of this machine may leave and return. */
    private Device awaited(Device source, ResumeCheck resume) throws IOException {
        if (!(Location.parse(request.source()) instanceof Location.Local(String path))) {
            return source;
        }
        List<String> apart =
                Location.parse(request.destination()) instanceof Location.Local(String image)
                        ? List.of(image)
                        : List.of();
        return new ReturningDevice(
                source,
                new BlockSearch(path, source.size(), apart),
                resume.known(source.size(), KNOWN_READS),
                request.waitForDevice(),
                new DeviceMessages(output),
                Clock.system());
    }

    private static String mapBeside(String name) {
        return name.substring(name.lastIndexOf('/') + 1) + ".map";
    }

    private static int unit(Device source) {
        return Math.max(SECTOR, source.geometry().logicalSector());
    }
}
