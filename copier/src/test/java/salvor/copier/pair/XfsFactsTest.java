package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import salvor.copier.testing.ImageDevice;

/** Arrays whose order, chunk and layout nothing tells but the XFS file system on them. */
class XfsFactsTest {

    private static final int SIZE = 40 << 20;
    private static final int ORIGIN = 1 << 20;

    /**
     * What {@code mkfs.xfs} of xfsprogs 6.1 made with 2 groups, 12 folders and 192 files of text:
     * each block that is not zero, its number (4 bytes, big-endian) before it.
     */
    private static byte[] fileSystem() throws IOException {
        byte[] image = new byte[SIZE];
        try (InputStream packed =
                        Objects.requireNonNull(
                                XfsFactsTest.class.getResourceAsStream("xfs.blocks.gz"));
                DataInputStream blocks = new DataInputStream(new GZIPInputStream(packed))) {
            byte[] entry = blocks.readNBytes(4 + TestArray.BLOCK);
            while (entry.length > 0) {
                int number = ((entry[2] & 0xFF) << 8) | (entry[3] & 0xFF);
                System.arraycopy(entry, 4, image, number * TestArray.BLOCK, TestArray.BLOCK);
                entry = blocks.readNBytes(4 + TestArray.BLOCK);
            }
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    FAR,   4, 2, 0x201,  64, far2
                    FAR,   3, 2, 0x201, 256, far2
                    RAID5, 3, 1,     2,  64, left-symmetric
                    RAID5, 4, 1,     0, 128, left-asymmetric
                    RAID6, 5, 1,     3,  64, right-symmetric
                    """)
    void tellTheArrangement(
            TestArray.Kind kind, int disks, int copies, String layout, int chunkKib, String name)
            throws IOException {
        int chunk = chunkKib << 10;
        TestArray array =
                new TestArray(kind, disks, copies, Integer.decode(layout), chunk, ORIGIN, SIZE);
        byte[] fileSystem = fileSystem();
        array.fill(
                (offset, block) -> {
                    Arrays.fill(block, (byte) 0);
                    if (offset < SIZE) {
                        System.arraycopy(fileSystem, (int) offset, block, 0, block.length);
                    }
                });
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, disks).boxed().toList());
        boolean isRing = kind == TestArray.Kind.FAR;
        if (isRing) {
            Collections.rotate(shuffled, 1);
        } else {
            Collections.shuffle(shuffled, new Random(disks));
        }
        List<Disk> members = new ArrayList<>();
        for (int role : shuffled) {
            ImageDevice device = new ImageDevice("disk" + role, array.members.get(role));
            members.add(Disk.of(members.size(), device));
        }
        List<Integer> all = IntStream.range(0, disks).boxed().toList();
        Candidate candidate =
                switch (kind) {
                    case RAID5 -> Candidate.Parity.unshifted(all, Agreement.YES);
                    case RAID6 -> Candidate.DoubleParity.unshifted(all, Agreement.YES);
                    default ->
                            new Candidate.Ring(all, array.stride(), copies, true, 0, Agreement.YES);
                };
        Sampler sampler = new Sampler(members, new StopSign(), new Random(disks));
        assertTrue(sampler.extend(Choice.NONE));
        Arrangement found = Probe.arrangement(members, sampler.samples(), candidate);
        assertEquals(Optional.of(name), found.layout(), found::toString);
        assertEquals(chunk, found.chunk().orElse(0), found::toString);
        assertEquals(ORIGIN, found.origin().orElse(0), found::toString);
        assertTrue(found.orderKnown());
        assertEquals(all, found.members().stream().map(shuffled::get).toList());
    }
}
