package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.pair.Group.Kind;

/** Parity sets of which some members have their data further on than the others. */
class ShiftedSetsTest {

    private static final int SIZE = 4 << 20;
    private static final int ORIGIN = 65536;

    private final Random random = new Random(11);

    /** As when one whole disk is named, whose partition the array was on, beside partitions. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aMemberWhoseSuperblockIsNotFoundIsPartOfWhatTheOthersSayThoughItBeginsElsewhere(int moved)
            throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, 5, 1, 2, 16384, ORIGIN, SIZE).fill(0.3, random);
        MdWriter.write(array, 7);
        int further = 1 << 20;
        byte[] disk = new byte[SIZE + further];
        random.nextBytes(disk);
        System.arraycopy(array.members.get(moved), 0, disk, further, SIZE);
        List<byte[]> here = new ArrayList<>(array.members);
        here.set(moved, disk);
        PairReport report = PartsTest.run(here);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        Group group = report.groups().getFirst();
        assertEquals(Kind.RAID6, group.kind());
        assertEquals(Optional.of("left-symmetric"), group.layout());
        assertEquals(List.of(0, 1, 2, 3, 4), group.members());
        assertTrue(group.orderKnown() && group.certain(), group::toString);
        assertEquals(ORIGIN + (moved == 0 ? further : 0), group.origin().orElse(0));
        assertEquals(moved == 0 ? -further : 0, group.shifts().get(1));
        assertEquals(moved == 0 ? -further : further, group.shifts().get(3));
        assertEquals(0, group.pairs().getFirst().comparison().differing());
    }

    /** As after a member was replaced by one that a newer mdadm prepared. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID5, 4, 2, 0,      65536, 0,     0,     -1, raid5, left-symmetric
                    RAID5, 4, 0, 131072, 0,     4096,  0,     -1, raid5, left-asymmetric
                    RAID5, 4, 5, 0,      0,     0,     65536, -1, raid5, parity-last
                    RAID6, 4, 2, 0,      8192,  65536, 0,     -1, raid6, left-symmetric
                    RAID6, 4, 3, 65536,  0,     0,     4096,  -1, raid6, right-symmetric
                    RAID6, 4, 2, 65536,  0,     8192,  0,      2, raid6, left-symmetric
                    """)
    void membersWhoseDataBeginElsewhereAreFoundWhereTheirSuperblocksSay(
            TestArray.Kind kind,
            int disks,
            int layout,
            int first,
            int second,
            int third,
            int fourth,
            int missing,
            String word,
            String name)
            throws IOException {
        TestArray array =
                new TestArray(kind, disks, 1, layout, 16384, ORIGIN, SIZE).fill(0.3, random);
        int[] shifts = {first, second, third, fourth};
        List<byte[]> here = new ArrayList<>();
        for (int role = 0; role < disks; role++) {
            byte[] member = new byte[SIZE + shifts[role]];
            random.nextBytes(member);
            System.arraycopy(array.members.get(role), 0, member, shifts[role], SIZE);
            int origin = ORIGIN + shifts[role];
            TestArray there = new TestArray(kind, disks, 1, layout, 16384, origin, SIZE);
            MdWriter.write(member, there, role, 7);
            if (role != missing) {
                here.add(member);
            }
        }
        if (missing < 0) {
            here.get(3)[ORIGIN + shifts[3] + 12_345] ^= 1;
        }
        PairReport report = PartsTest.run(here);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        Group group = report.groups().getFirst();
        assertEquals(word, group.kind().word());
        assertEquals(Optional.of(name), group.layout());
        assertEquals(IntStream.range(0, here.size()).boxed().toList(), group.members());
        assertTrue(group.orderKnown() && group.certain(), group::toString);
        String said =
                "disk1 the data lies %d bytes further on than on disk0".formatted(second - first);
        assertEquals(
                second != first,
                group.evidence().stream().anyMatch(e -> e.contains(said)),
                group::toString);
        if (missing < 0) {
            Comparison comparison = group.pairs().getFirst().comparison();
            assertEquals(1, comparison.differing());
            assertEquals(ORIGIN + first + 12_345, comparison.first());
            assertEquals(SIZE - ORIGIN, comparison.compared());
        }
    }

    /** No superblock is left to say where the data begin. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID5, 3, 2, 2, 4, raid5
                    RAID5, 4, 0, 3, 1, raid5
                    RAID5, 4, 5, 1, 7, raid5
                    RAID5, 7, 2, 3, 63, raid5
                    RAID6, 5, 2, 2, 1, raid6
                    RAID6, 5, 5, 1, 3, raid6
                    RAID6, 4, 5, 3, 3, raid6
                    """)
    void aParitySetSomeOfWhoseMembersBeginElsewhereIsFoundByItsContent(
            TestArray.Kind kind, int disks, int layout, int last, int mib, String word)
            throws IOException {
        TestArray array =
                new TestArray(kind, disks, 1, layout, 16384, ORIGIN, SIZE).fill(0.3, random);
        int shift = mib << 20;
        List<byte[]> here = new ArrayList<>(array.members);
        for (int role = 1; role <= last; role += 2) {
            byte[] member = new byte[SIZE + shift];
            random.nextBytes(member);
            System.arraycopy(array.members.get(role), 0, member, shift, SIZE);
            here.set(role, member);
        }
        byte[] stranger = new byte[SIZE];
        random.nextBytes(stranger);
        here.add(stranger);
        // Of a RAID6 in an unknown order, what is alone in a stripe might be its Q.
        boolean isTold = kind == TestArray.Kind.RAID5;
        here.getFirst()[ORIGIN + 12_345] ^= (byte) (isTold ? 1 : 0);
        PairReport report = PartsTest.run(here);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        assertEquals(List.of(disks), report.unpaired());
        Group group = report.groups().getFirst();
        assertEquals(word, group.kind().word());
        assertEquals(IntStream.range(0, disks).boxed().toList(), group.members());
        assertTrue(group.certain(), group::toString);
        String said = "disk1 the data lies %d bytes further on than on disk0".formatted(shift);
        assertTrue(group.evidence().stream().anyMatch(e -> e.contains(said)), group::toString);
        Comparison comparison = group.pairs().getFirst().comparison();
        assertEquals(isTold ? 1 : 0, comparison.differing());
        assertEquals(isTold ? ORIGIN + 12_345 : -1, comparison.first());
        assertEquals(SIZE, comparison.compared());
    }

    /** Four halves of RAID10s whose other members are not here, and that share a system image. */
    @Test
    void copiesThatAddUpToNothingAreNoParitySetWhoseMembersBeginElsewhere() throws IOException {
        int shift = 1 << 20;
        byte[] image = new byte[SIZE];
        random.nextBytes(image);
        List<byte[]> here = new ArrayList<>();
        for (int mirror = 0; mirror < 2; mirror++) {
            byte[] one = image.clone();
            byte[] own = new byte[SIZE / 2];
            random.nextBytes(own);
            System.arraycopy(own, 0, one, 0, own.length);
            byte[] other = new byte[SIZE + shift];
            System.arraycopy(one, 0, other, shift, SIZE);
            here.add(one);
            here.add(other);
        }
        for (Group group : PartsTest.run(here).groups()) {
            assertEquals(Kind.MIRROR, group.kind(), group::toString);
        }
    }
}
