package salvor.copier.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultShapes;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** A disk's bytes in a file, what of it cannot be read, and what a rescue must make of it. */
record Disk(Path file, long size, List<Extent> bad) {

    private static final int CHUNK = 1 << 20;

    /** Random bytes with some zeros between, damaged like {@code shape}. */
    static Disk damaged(Path folder, FaultShapes.Shape shape, long size, long seed)
            throws IOException {
        Path file = folder.resolve("disk-" + shape + "-" + seed);
        Random random = new Random(seed);
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (long at = 0; at < size; at += CHUNK) {
                if (random.nextInt(5) == 0) {
                    Arrays.fill(chunk, (byte) 0);
                } else {
                    random.nextBytes(chunk);
                }
                out.write(chunk, 0, (int) Math.min(CHUNK, size - at));
            }
        }
        return new Disk(file, size, badOf(FaultShapes.make(shape, size, seed).faults()));
    }

    private static List<Extent> badOf(List<Fault> faults) {
        List<Extent> bad = new ArrayList<>();
        for (Fault fault : faults) {
            if (fault.kind() == Fault.Kind.BAD) {
                bad.add(fault.extent());
            }
        }
        return bad;
    }

    /** The statuses that a finished rescue must give, with {@code BAD} for all that is lost. */
    RescueMap truth() {
        RescueMap truth = new RescueMap(size);
        truth.set(new Extent(0, size), Status.RESCUED);
        bad.forEach(extent -> truth.set(extent.intersect(new Extent(0, size)), Status.BAD));
        return truth;
    }

    /**
     * The image must be the disk, with zeros where nothing could be read; the map must say the
     * same.
     */
    void assertRescued(Path image, Path map) throws IOException {
        RescueMap found = MapFile.read(map.toString(), size).map();
        RescueMap lost = new RescueMap(size);
        for (Region region : found.regions()) {
            lost.set(
                    region.extent(),
                    region.status() == Status.RESCUED ? Status.RESCUED : Status.BAD);
        }
        assertEquals(truth().regions(), lost.regions(), "the map of what was lost");
        assertImage(image, truth());
    }

    /** These bytes of the image must be the disk's. */
    void assertBytes(Path image, Extent extent) throws IOException {
        try (var expected = Files.newByteChannel(file);
                var found = Files.newByteChannel(image)) {
            for (long at = extent.start(); at < extent.end(); at += CHUNK) {
                int length = (int) Math.min(CHUNK, extent.end() - at);
                int wrong =
                        Arrays.mismatch(
                                Bytes.read(expected, at, length), Bytes.read(found, at, length));
                assertEquals(-1, wrong, "first wrong byte after " + at);
            }
        }
    }

    /** What {@code map} calls rescued must be right in the image, and all else zero. */
    void assertImage(Path image, RescueMap map) throws IOException {
        assertEquals(size, Files.size(image));
        try (var expected = Files.newByteChannel(file);
                var found = Files.newByteChannel(image)) {
            for (Region region : map.regions()) {
                boolean rescued = region.status() == Status.RESCUED;
                for (long at = region.extent().start(); at < region.extent().end(); at += CHUNK) {
                    int length = (int) Math.min(CHUNK, region.extent().end() - at);
                    byte[] wanted = rescued ? Bytes.read(expected, at, length) : new byte[length];
                    int wrong = Arrays.mismatch(wanted, Bytes.read(found, at, length));
                    assertEquals(-1, wrong, "first wrong byte after " + at + " in " + region);
                }
            }
        }
    }
}
