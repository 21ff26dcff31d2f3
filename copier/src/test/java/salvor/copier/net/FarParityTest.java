package salvor.copier.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Device;
import salvor.copier.pair.Disk;
import salvor.copier.pair.PairOptions;
import salvor.copier.pair.PairProgress;
import salvor.copier.pair.PairReport;
import salvor.copier.pair.Pairing;
import salvor.copier.pair.TestArray;
import salvor.copier.testing.ImageDevice;

/** Parity sets whose members a server has. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FarParityTest {

    private static final int SIZE = 32 << 20;
    private static final int DISKS = 4;

    @TempDir Path root;

    /** What was found, and how many bytes that took. */
    private record Found(PairReport report, long wire) {}

    private static PairReport run(List<Device> devices, boolean quick) throws IOException {
        List<Disk> disks = new ArrayList<>();
        for (Device device : devices) {
            disks.add(Disk.of(disks.size(), device));
        }
        PairOptions options = new PairOptions(quick, false, Optional.empty());
        return new Pairing(disks, options, PairProgress.SILENT).run(new SplittableRandom(1));
    }

    private Found overTheNetwork(List<Device> images, boolean quick) throws IOException {
        List<Device> devices = new ArrayList<>();
        try (Loopback server = new Loopback(root);
                FaultyLink link = new FaultyLink(server.address(), 1)) {
            for (Device image : images) {
                server.export(image.name(), image);
                RemoteName name = new RemoteName("127.0.0.1", link.port(), image.name());
                devices.add(new RemoteDevice(name, Loopback.options()));
            }
            PairReport report = run(devices, quick);
            devices.forEach(Device::close);
            return new Found(report, link.passed());
        }
    }

    /** Where something begins that is known, nobody looks through the disks for where it does. */
    private static TestArray.Content noiseOfPartition() {
        Random random = new Random(5);
        return (offset, block) -> {
            random.nextBytes(block);
            if (offset == 0) {
                block[510] = 0x55;
                block[511] = (byte) 0xAA;
                block[450] = 1;
            }
        };
    }

    private void check(TestArray.Kind kind, double percentMax) throws IOException {
        TestArray array = new TestArray(kind, DISKS, 1, 2, 65536, 0, SIZE).fill(noiseOfPartition());
        List<Device> images = new ArrayList<>();
        for (byte[] member : array.members) {
            images.add(new ImageDevice("disk" + images.size(), member));
        }
        PairReport near = run(images, false);
        Found far = overTheNetwork(images, false);
        assertEquals(near.groups(), far.report().groups());
        assertEquals(0, near.groups().getFirst().pairs().getFirst().comparison().differing());
        long confirming = far.wire() - overTheNetwork(images, true).wire();
        double percent = 100.0 * confirming / ((long) DISKS * SIZE);
        System.out.printf("pair %s: %.2f %% travelled to confirm it%n", kind, percent);
        assertTrue(percent < percentMax, percent + " %");

        Random random = new Random(6);
        for (int i = 0; i < 20; i++) {
            array.members.get(random.nextInt(DISKS))[random.nextInt(SIZE)] ^= 1;
        }
        assertEquals(run(images, false).groups(), overTheNetwork(images, false).report().groups());
    }

    @Test
    void oneParityTravelsAsHashes() throws IOException {
        check(TestArray.Kind.RAID5, 0.3);
    }

    @Test
    void twoParitiesTravelAsHashes() throws IOException {
        check(TestArray.Kind.RAID6, 0.6);
    }
}
