package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.FaultyDevice;
import salvor.copier.device.Identity;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.MapFile;
import salvor.copier.map.Provenance;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Policies;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.testing.ImageDevice;
import salvor.copier.testing.MemoryImage;
import salvor.copier.testing.RestlessClock;
import salvor.protocol.message.Extent;

/** Several damaged copies of one disk in memory, an image of it, and a map in a folder. */
final class CopiesLab {

    static final int SECTOR = 512;
    private static final BufferPool POOL = new BufferPool(4, RescueOptions.CLUSTER_BYTES_MAX);

    /** A copy with what it holds and what of it cannot be read. */
    static final class Disk {
        final String name;
        final byte[] bytes;
        final boolean[] bad;
        FaultyDevice device;

        Disk(String name, byte[] bytes, boolean[] bad, long seed) {
            this.name = name;
            this.bytes = bytes;
            this.bad = bad;
            Identity identity = new Identity(bytes.length, "disk", name, "", 0);
            device = new FaultyDevice(new ImageDevice(name, bytes, identity), seed);
            for (int i = 0; i < bad.length; i++) {
                if (bad[i]) {
                    device.bad(new Extent((long) i * SECTOR, SECTOR), Errno.EIO);
                }
            }
        }

        boolean isReadable(int sector) {
            return sector < bad.length && !bad[sector];
        }
    }

    /** What was told. */
    static final class Watch implements CopyWatch {
        final List<String> unproven = new ArrayList<>();
        final List<String> lost = new ArrayList<>();
        final List<Extent> differences = new ArrayList<>();

        @Override
        public synchronized void reading(String copy, Purpose purpose) {}

        @Override
        public synchronized void lost(String copy) {
            lost.add(copy);
        }

        @Override
        public synchronized void otherSize(String older, long size, long sourceSize) {}

        @Override
        public synchronized void unproven(String mirror) {
            unproven.add(mirror);
        }

        @Override
        public synchronized void differs(String mirror, Extent extent) {
            differences.add(extent);
        }
    }

    final byte[] truth;
    final Disk source;
    final List<Disk> mirrors = new ArrayList<>();
    @Nullable Disk older;
    boolean compare;
    Policies policies;
    RescueOptions options = RescueOptions.of(SECTOR).withExhaustive(true).withRetryPasses(0);
    final MemoryImage image;
    Watch watch = new Watch();
    private final String mapPath;

    CopiesLab(Path folder, Random random, Policies policies, int sectors, boolean[] bad)
            throws IOException {
        truth = content(random, sectors * SECTOR);
        this.policies = policies;
        source = new Disk("source", truth, bad, random.nextLong());
        image = new MemoryImage(truth.length);
        mapPath = Files.createTempDirectory(folder, "case").resolve("map").toString();
    }

    /** Random bytes with zeros between. */
    static byte[] content(Random random, int size) {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += 4096) {
            if (random.nextInt(4) > 0) {
                byte[] block = new byte[Math.min(4096, size - at)];
                random.nextBytes(block);
                System.arraycopy(block, 0, bytes, at, block.length);
            }
        }
        return bytes;
    }

    int sectors() {
        return truth.length / SECTOR;
    }

    /** One run over what is there; the log is closed only when it ends in order. */
    Ending run(Limits limits, Destination destination) throws IOException, InterruptedException {
        watch = new Watch();
        Disk old = older;
        Copies copies =
                new Copies(
                        copy(source),
                        mirrors.stream().map(this::copy).toList(),
                        compare,
                        old == null ? null : copy(old),
                        image::reader);
        RescueLog log = RescueLog.open(mapPath, source.device.identity(), List.of());
        try (destination) {
            Rescue rescue =
                    new Rescue(
                            copies,
                            policies,
                            log,
                            destination,
                            POOL,
                            limits,
                            RestlessClock.INSTANCE,
                            watch);
            Ending ending = rescue.run(_ -> {});
            log.close();
            conflicts = rescue.conflicts();
            return ending;
        } finally {
            log.abandon();
        }
    }

    long conflicts;

    Ending run() throws IOException, InterruptedException {
        return run(Limits.NONE, new LocalDestination(image));
    }

    private Copies.Copy copy(Disk disk) {
        Device device = disk.device;
        return new Copies.Copy(disk.name, device, options, 1);
    }

    RescueMap map() throws IOException {
        return MapFile.read(mapPath, truth.length).map();
    }

    /** For each sector the name of the copy that gave it, in capitals where it filled it. */
    @Nullable String[] origins(RescueMap map) throws IOException {
        @Nullable String[] origins = new @Nullable String[sectors()];
        if (!Files.exists(Path.of(RescueLog.companionPath(mapPath)))) {
            return origins;
        }
        try (CompanionReader reader = CompanionReader.open(RescueLog.companionPath(mapPath))) {
            Provenance.forEach(
                    map,
                    reader,
                    (extent, name, filled) -> {
                        for (long at = extent.start(); at < extent.end(); at += SECTOR) {
                            origins[(int) (at / SECTOR)] = filled ? "filled" : name;
                        }
                    });
        }
        return origins;
    }

    private Disk named(@Nullable String name) {
        for (Disk mirror : mirrors) {
            if (mirror.name.equals(name)) {
                return mirror;
            }
        }
        return source;
    }

    /** What the files claim of {@code bytes} now is so. */
    void assertClaims(byte[] bytes) throws IOException {
        if (!Files.exists(Path.of(mapPath))) {
            return;
        }
        RescueMap map = map();
        @Nullable String[] origins = origins(map);
        for (int i = 0; i < sectors(); i++) {
            if (map.at((long) i * SECTOR) == Status.RESCUED) {
                Disk from = named(origins[i]);
                assertSector(from.bytes, bytes, i, "rescued from " + from.name);
            } else if ("filled".equals(origins[i])) {
                Disk from = older == null ? source : older;
                assertSector(from.bytes, bytes, i, "filled");
            }
        }
    }

    /** What is neither rescued nor filled is zero, but for what nobody asked. */
    void assertNoOldData(boolean finished) throws IOException {
        RescueMap map = map();
        @Nullable String[] origins = origins(map);
        for (int i = 0; i < sectors(); i++) {
            Status status = map.at((long) i * SECTOR);
            if (status != Status.RESCUED
                    && origins[i] == null
                    && (finished || status != Status.NON_TRIED)) {
                assertSector(new byte[truth.length], image.durable(), i, "zero, " + status);
            }
        }
    }

    private static void assertSector(byte[] wanted, byte[] found, int sector, String what) {
        int from = sector * SECTOR;
        int wrong = Arrays.mismatch(wanted, from, from + SECTOR, found, from, from + SECTOR);
        assertEquals(-1, wrong, "sector " + sector + " is not what was " + what);
    }

    /** After a finished rescue: all that anybody can read, whose it is, and what fills the rest. */
    void assertExact() throws IOException {
        RescueMap map = map();
        @Nullable String[] origins = origins(map);
        Disk old = older;
        for (int i = 0; i < sectors(); i++) {
            int sector = i;
            boolean readable =
                    source.isReadable(i) || mirrors.stream().anyMatch(m -> m.isReadable(sector));
            boolean rescued = map.at((long) i * SECTOR) == Status.RESCUED;
            assertEquals(readable, rescued, "rescued, sector " + i);
            if (rescued) {
                assertEquals(true, named(origins[i]).isReadable(i), "readable there, sector " + i);
            } else {
                boolean fills = old != null && old.isReadable(i);
                assertEquals(fills ? "filled" : null, origins[i], "origin of sector " + i);
            }
        }
        assertClaims(image.durable());
        assertNoOldData(true);
        for (Region region : map.regions()) {
            assertEquals(
                    true,
                    region.status() == Status.RESCUED || region.status() != Status.NON_TRIED,
                    "asked for: " + region);
        }
    }
}
