package salvor.copier.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import salvor.copier.device.Device;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultShapes;
import salvor.copier.device.FileDevice;
import salvor.copier.device.SeededDevice;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.net.Server;
import salvor.copier.net.ServerOptions;
import salvor.copier.net.Timing;
import salvor.protocol.message.Extent;

/** {@code salvor demo}: a rescue through a server whose link is cut on the way, and the proof. */
@Command(
        name = "demo",
        description = {
            "Rescues a simulated failing drive through a server on this machine, cuts the connection on"
                    + " the way, and checks every byte against the truth. Touches no disk of yours."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final long SIZE = 64L << 20;
    private static final long SEED = 7;
    private static final long CUT_AFTER = 20L << 20;
    private static final String DRIVE = "sim:scratch,size=64M,seed=" + SEED;

    private final Output output;

    DemoCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("salvor-demo");
        try {
            return demonstrate(folder) ? 0 : 1;
        } finally {
            remove(folder);
        }
    }

    private boolean demonstrate(Path folder) throws IOException {
        Path root = Files.createDirectory(folder.resolve("server"));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ServerOptions options =
                new ServerOptions(
                        any,
                        root.toString(),
                        Map.of(),
                        (path, _) -> FileDevice.open(path),
                        Timing.USUAL);
        try (Server server = new Server(options);
                LinkCutter link = new LinkCutter(server.address(), CUT_AFTER)) {
            say("1. A server receives images on port " + server.address().getPort() + ".");
            say("2. A simulated drive of 64 MiB with three scratches is rescued through it;");
            say("   after 20 MiB the connection is cut, and made again.");
            String map = folder.resolve("disk.map").toString();
            String image = "salvor://127.0.0.1:" + link.port() + "/disk.img";
            int status = Program.run(List.of("rescue", DRIVE, image, map), output);
            say("3. Status " + status + ": finished, with bad areas. The map:");
            int shown = Program.run(List.of("map", "show", map), output);
            return shown == 0 && proven(root.resolve("disk.img"), map, status, link.cuts());
        }
    }

    private boolean proven(Path image, String map, int status, int cuts) throws IOException {
        RescueMap found = MapFile.read(map, SIZE).map();
        long wrong = wrongBytes(image, found);
        boolean mapIsRight = lost(found).equals(truth());
        say(
                "4. Against the truth: "
                        + wrong
                        + " of "
                        + SIZE
                        + " bytes wrong; the map is "
                        + (mapIsRight ? "exactly the bad sectors" : "WRONG")
                        + "; the link was cut "
                        + cuts
                        + " time(s).");
        boolean right = wrong == 0 && mapIsRight && status == 1 && cuts == 1;
        say(
                right
                        ? "Everything is as it must be."
                        : "This is NOT as it must be: please report it.");
        return right;
    }

    /** What is readable must be the drive's, all else zero. */
    private static long wrongBytes(Path image, RescueMap found) throws IOException {
        long wrong = 0;
        try (Device drive = new SeededDevice(DRIVE, SIZE, SEED);
                Device copy = FileDevice.open(image.toString());
                Arena arena = Arena.ofConfined()) {
            for (Region region : found.regions()) {
                Extent extent = region.extent();
                MemorySegment wanted = arena.allocate(extent.length());
                MemorySegment got = arena.allocate(extent.length());
                if (region.status() == Status.RESCUED) {
                    wrong += extent.length() - drive.read(extent.start(), wanted).bytes();
                }
                wrong += extent.length() - copy.read(extent.start(), got).bytes();
                wrong += wanted.mismatch(got) < 0 ? 0 : extent.length();
            }
        }
        return wrong;
    }

    private static RescueMap truth() {
        RescueMap truth = new RescueMap(SIZE);
        truth.set(new Extent(0, SIZE), Status.RESCUED);
        for (Fault fault : FaultShapes.make(FaultShapes.Shape.SCRATCH, SIZE, SEED).faults()) {
            truth.set(fault.extent().intersect(new Extent(0, SIZE)), Status.BAD);
        }
        return truth;
    }

    private static RescueMap lost(RescueMap found) {
        RescueMap lost = new RescueMap(SIZE);
        for (Region region : found.regions()) {
            boolean rescued = region.status() == Status.RESCUED;
            lost.set(region.extent(), rescued ? Status.RESCUED : Status.BAD);
        }
        return lost;
    }

    private void say(String line) {
        output.result(line + "\n");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
