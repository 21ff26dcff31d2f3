package salvor.copier.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import salvor.copier.device.BlockSearch;
import salvor.copier.device.BlockUsage;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.ReadClaim;
import salvor.copier.device.SimulatedLocation;
import salvor.copier.map.Proof;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.ClassicPolicy;
import salvor.copier.rescue.Policies;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.Clock;
import salvor.copier.transfer.Copies;
import salvor.copier.transfer.Destination;
import salvor.copier.transfer.Ending;
import salvor.copier.transfer.Rescue;
import salvor.copier.transfer.RescueLog;
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
        request.copies().require(request.source(), request.destination());
        request.link().require();
        // Whoever may still write into the buffers is closed before them.
        try (BufferPool pool = new BufferPool(POOL_BYTES / BUFFER_BYTES, BUFFER_BYTES);
                Device opened = endpoints.source(request.source());
                ReadLog _ = ReadLog.open(request.logReads(), opened, localReads());
                OtherCopies others = new OtherCopies(request.copies(), this::other)) {
            if (opened.size() == 0) {
                throw new Refusal(request.source() + ": is empty; there is nothing to rescue");
            }
            others.requireSizes(opened.size());
            // Refused before a destination is made, or is given the source's size.
            requireReadable(opened, others);
            String mapPath = checkedMapPath(opened.size());
            ResumeCheck resume = checkedResume(mapPath, opened);
            List<String> comments = List.of("Mapfile. Created by salvor");
            List<Proof.Checksum> known = resume.known(opened.size(), KNOWN_READS);
            try (Device source = awaited(request.source(), opened, known);
                    ReadClaim _ = ReadClaim.of(localReads());
                    RescueLog log = RescueLog.open(mapPath, source.identity(), comments);
                    Destination destination =
                            endpoints.destination(request.destination(), source, log.held())) {
                Copies copies = copies(source, others);
                return rescue(copies, pool, destination, log, mapPath);
            }
        }
    }

    private int rescue(
            Copies copies, BufferPool pool, Destination destination, RescueLog log, String mapPath)
            throws IOException, InterruptedException {
        CopyMessages messages = new CopyMessages(output, report.quiet());
        Rescue rescue =
                new Rescue(
                        copies,
                        policies(),
                        log,
                        destination,
                        pool,
                        request.limits(),
                        Clock.system(),
                        messages);
        RescueReport reporter = new RescueReport(request, report, output, mapPath, messages);
        Interrupts interrupts = new Interrupts(rescue::stop);
        try {
            Ending ending = rescue.run(reporter::progress);
            if (ending == Ending.FINISHED) {
                log.compact();
            }
            return reporter.end(rescue, ending, copies.source().device(), log);
        } finally {
            end(destination, interrupts);
        }
    }

    /** After a signal the process goes as soon as the second is closed; a server is told before. */
    private static void end(Destination destination, Interrupts interrupts) throws IOException {
        try {
            destination.close();
        } finally {
            interrupts.close();
        }
    }

    private Policies policies() {
        return switch (request.policy()) {
            case ADAPTIVE -> AdaptivePolicy::new;
            case CLASSIC -> ClassicPolicy::new;
        };
    }

    private Copies copies(Device source, OtherCopies others) {
        List<Copies.Copy> mirrors = new ArrayList<>();
        for (OtherCopies.Other mirror : others.mirrors()) {
            mirrors.add(copy(mirror.name(), mirror.device()));
        }
        OtherCopies.Other older = others.older();
        return new Copies(
                copy(request.source(), source),
                mirrors,
                request.copies().mirrorCheck(),
                older == null ? null : copy(older.name(), older.device()),
                () -> endpoints.source(request.destination()));
    }

    private void requireReadable(Device source, OtherCopies others) {
        options(source);
        others.mirrors().forEach(mirror -> options(mirror.device()));
        OtherCopies.Other older = others.older();
        if (older != null) {
            options(older.device());
        }
    }

    private Device other(String name) throws IOException {
        return awaited(name, endpoints.source(name), List.of());
    }

    private Copies.Copy copy(String name, Device device) {
        return new Copies.Copy(name, device, options(device), Endpoints.lanes(name));
    }

    private RescueOptions options(Device device) {
        return request.reading().on(unit(device));
    }

    /** Refuses what could destroy something, before anything is written. */
    private String checkedMapPath(long size) {
        List<String> read = localReads();
        DestinationGuard guard = new DestinationGuard(new BlockUsage());
        for (String copy : request.copies().all()) {
            if (Location.parse(request.source()) instanceof Location.Local(String source)
                    && Location.parse(copy) instanceof Location.Local(String other)) {
                guard.checkOther(source, other);
            }
        }
        return switch (Location.parse(request.destination())) {
            case Location.Local(String path) ->
                    guard.check(read, path, request.mapFile(), request.force(), size);
            case Location.Remote(String _, int _, String name) -> {
                String map = request.mapFile() == null ? mapBeside(name) : request.mapFile();
                guard.checkMap(read, map, size);
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

    /** What is read on this machine. */
    private List<String> localReads() {
        return Stream.concat(Stream.of(request.source()), request.copies().all().stream())
                .flatMap(RescueSession::local)
                .toList();
    }

    private static Stream<String> local(String text) {
        return switch (Location.parse(text)) {
            case Location.Local(String path) -> Stream.of(path);
            case Location.Simulated(String words) -> SimulatedLocation.files(words).stream();
            case Location.Remote _ -> Stream.empty();
        };
    }

    /** A device of this machine may leave and return. Its twins are not it. */
    private Device awaited(String name, Device device, List<Proof.Checksum> known) {
        if (!(Location.parse(name) instanceof Location.Local(String path))) {
            return device;
        }
        List<String> apart =
                Stream.concat(local(request.destination()), localReads().stream())
                        .filter(other -> !other.equals(path))
                        .toList();
        return new ReturningDevice(
                device,
                new BlockSearch(path, device.size(), apart),
                known,
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
