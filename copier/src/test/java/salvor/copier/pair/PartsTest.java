package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.pair.Group.Kind;
import salvor.copier.testing.ImageDevice;

/** Arrays of which a member is missing, that are nearly empty, or whose parities never move. */
class PartsTest {

    private static final int SIZE = 4 << 20;
    private static final int ORIGIN = 65536;

    private final Random random = new Random(11);

    static PairReport run(List<byte[]> images) throws IOException {
        List<Disk> disks = new ArrayList<>();
        for (byte[] image : images) {
            disks.add(Disk.of(disks.size(), new ImageDevice("disk" + disks.size(), image)));
        }
        return new Pairing(disks, PairingTest.options(false), PairProgress.SILENT)
                .run(new SplittableRandom(1));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    NEAR,   5, 2, 0x102,   16384, 2, raid10, near2
                    NEAR,   5, 2, 0x102,   16384, 4, raid10, near2
                    FAR,    4, 2, 0x201,   65536, 1, raid10, far2
                    OFFSET, 4, 2, 0x10201, 16384, 0, raid10, offset2
                    OFFSET, 4, 2, 0x10201, 16384, 2, raid10, offset2
                    RAID6,  5, 1, 0,       16384, 1, raid6,  left-asymmetric
                    RAID6,  4, 1, 1,       16384, 3, raid6,  right-asymmetric
                    RAID6,  6, 1, 2,       16384, 5, raid6,  left-symmetric
                    RAID6,  5, 1, 3,       16384, 0, raid6,  right-symmetric
                    RAID6,  5, 1, 5,       16384, 0, raid6,  parity-last
                    RAID6,  5, 1, 5,       16384, 3, raid6,  parity-last
                    RAID6,  5, 1, 4,       16384, 1, raid6,  parity-first
                    RAID6,  5, 1, 8,       16384, 2, raid6,  ddf-zero-restart
                    RAID6,  6, 1, 9,       16384, 0, raid6,  ddf-N-restart
                    RAID6,  4, 1, 10,      16384, 3, raid6,  ddf-N-continue
                    RAID6,  5, 1, 16,      16384, 0, raid6,  left-asymmetric-6
                    RAID6,  5, 1, 18,      16384, 4, raid6,  left-symmetric-6
                    RAID6,  5, 1, 19,      16384, 2, raid6,  right-symmetric-6
                    RAID6,  6, 1, 20,      16384, 3, raid6,  parity-first-6
                    """)
    void withoutOneMemberTheOthersAreWhatTheirSuperblocksSayIfTheContentIs(
            TestArray.Kind kind,
            int disks,
            int copies,
            String layout,
            int chunk,
            int missing,
            String word,
            String name)
            throws IOException {
        TestArray array =
                new TestArray(kind, disks, copies, Integer.decode(layout), chunk, ORIGIN, SIZE)
                        .fill(0.3, random);
        MdWriter.write(array, 7);
        List<byte[]> here = new ArrayList<>(array.members);
        here.remove(missing);
        PairReport report = run(here);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        Group group = report.groups().getFirst();
        assertEquals(word, group.kind().word());
        assertEquals(Optional.of(name), group.layout());
        assertEquals(chunk, group.chunk().orElseThrow());
        assertEquals(IntStream.range(0, here.size()).boxed().toList(), group.members());
        assertTrue(group.orderKnown());
        assertTrue(group.certain(), group::toString);
        group.pairs().forEach(pair -> assertEquals(0, pair.comparison().differing()));
        String said = "of its %d disks, those with role %d are not here".formatted(disks, missing);
        assertTrue(group.evidence().stream().anyMatch(e -> e.contains(said)), group::toString);
    }

    /** An XOR is zero in any order; Q is not right in another. */
    @Test
    void superblocksOfAnotherRaidSixOverOneAreNotBelieved() throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, 5, 1, 2, 65536, 0, SIZE).fill(0.3, random);
        TestArray other = new TestArray(TestArray.Kind.RAID6, 5, 1, 8, 4096, ORIGIN, SIZE);
        for (int i = 0; i < array.members.size(); i++) {
            MdWriter.write(array.members.get(i), other, i, 9);
        }
        PairReport report = run(array.members);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        Group group = report.groups().getFirst();
        assertEquals(Kind.RAID6, group.kind());
        assertTrue(group.certain(), group::toString);
        assertEquals(Optional.empty(), group.layout());
        assertFalse(group.orderKnown());
    }

    /** Superblocks of one that goes round, over disks that all hold the same. */
    @Test
    void mirrorsStayMirrorsWhateverTheirSuperblocksSay() throws IOException {
        TestArray mirror =
                new TestArray(TestArray.Kind.RAID1, 2, 1, 0, 0, ORIGIN, SIZE).fill(0.3, random);
        TestArray lie = new TestArray(TestArray.Kind.NEAR, 5, 2, 0x102, 16384, ORIGIN, SIZE);
        for (int role = 0; role < 2; role++) {
            MdWriter.write(mirror.members.get(role), lie, role, 3);
        }
        PairReport report = run(mirror.members);
        assertEquals(1, report.groups().size());
        assertEquals(Kind.MIRROR, report.groups().getFirst().kind());
        assertTrue(report.groups().getFirst().certain());
    }

    /** An XOR of zero over two mirrors is no RAID5. */
    @Test
    void twoMirrorsStayTwoWhateverTheirSuperblocksSay() throws IOException {
        TestArray near =
                new TestArray(TestArray.Kind.NEAR, 4, 2, 0x102, 16384, ORIGIN, SIZE)
                        .fill(0.3, random);
        TestArray lie = new TestArray(TestArray.Kind.RAID5, 4, 1, 2, 16384, ORIGIN, SIZE);
        for (int role = 0; role < 4; role++) {
            MdWriter.write(near.members.get(role), lie, role, 3);
        }
        List<Group> groups = run(near.members).groups();
        assertEquals(List.of(Kind.MIRROR, Kind.MIRROR), groups.stream().map(Group::kind).toList());
    }

    /** Without superblocks: all but Q would pass for a RAID5. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8})
    void aRaid6WhoseParitiesNeverMoveIsNoRaid5WithADiskBesideIt(int disks) throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, disks, 1, 5, 16384, ORIGIN, SIZE)
                        .fill(0.3, random);
        PairReport report = run(array.members);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        assertEquals(Kind.RAID6, report.groups().getFirst().kind());
        assertEquals(disks, report.groups().getFirst().members().size());
        assertTrue(report.groups().getFirst().certain());
    }

    @Test
    void aRaid5WithAnotherDiskBesideItIsNoRaid6() throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID5, 4, 1, 5, 16384, ORIGIN, SIZE).fill(0.3, random);
        List<byte[]> disks = new ArrayList<>(array.members);
        byte[] other = new byte[SIZE];
        random.nextBytes(other);
        disks.add(other);
        PairReport report = run(disks);
        assertEquals(1, report.groups().size());
        assertEquals(Kind.RAID5, report.groups().getFirst().kind());
        assertEquals(List.of(4), report.unpaired());
    }

    /** Of eight members only five have held Q. */
    @Test
    void aRaid6WithDataInAFewStripesIsFound() throws IOException {
        int chunk = 262_144;
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, 8, 1, 2, chunk, 0, SIZE)
                        .fill(
                                (offset, block) ->
                                        TestArray.content(
                                                block, offset < 30L * chunk ? 0.1 : 1, random));
        PairReport report = run(array.members);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        assertEquals(Kind.RAID6, report.groups().getFirst().kind());
        assertEquals(8, report.groups().getFirst().members().size());
    }

    /** Two blocks are no proof, and no reason to keep silent about what the superblocks say. */
    @Test
    void aNearlyEmptyRaid6IsShownAndNotCertain() throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, 4, 1, 2, 16384, ORIGIN, SIZE)
                        .fill(
                                (offset, block) ->
                                        TestArray.content(
                                                block,
                                                offset == 0 || offset == 1 << 20 ? 0 : 1,
                                                random));
        MdWriter.write(array, 5);
        PairReport report = run(array.members);
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        assertEquals(Kind.RAID6, report.groups().getFirst().kind());
        assertFalse(report.groups().getFirst().certain());
        assertEquals(0, report.groups().getFirst().pairs().getFirst().comparison().differing());
    }

    /** Two members of an offset layout, each chunk with room for its copy behind it. */
    @Test
    void copiesAChunkFurtherOnMayBeOfAnOffsetLayoutAndAreNoCertainMirror() throws IOException {
        int chunk = 65_536;
        byte[] one = new byte[SIZE];
        byte[] other = new byte[SIZE];
        byte[] data = new byte[chunk];
        for (int at = 0; at < SIZE; at += 2 * chunk) {
            random.nextBytes(data);
            System.arraycopy(data, 0, one, at, chunk);
            System.arraycopy(data, 0, other, at + chunk, chunk);
        }
        PairReport report = run(List.of(one, other));
        report.groups().forEach(group -> assertFalse(group.certain(), group::toString));
    }

    /** Two stripes hold data, on four members; the fifth has their parities, two hold nothing. */
    private TestArray inTwoStripes() {
        long mib = 1 << 20;
        return new TestArray(TestArray.Kind.RAID5, 7, 1, 2, (int) mib, (int) mib, 16 << 20)
                .fill(
                        (offset, block) -> {
                            boolean isData = offset / mib % 42 < 4;
                            TestArray.content(block, isData ? 0.3 : 1, random);
                        });
    }

    @Test
    void membersThatAreEmptyWhereTheOthersHoldDataBelongToTheArrayThatSuperblocksSay()
            throws IOException {
        TestArray array = inTwoStripes();
        MdWriter.write(array, 7);
        Group group = run(array.members).groups().getFirst();
        assertEquals(Kind.RAID5, group.kind());
        assertEquals(IntStream.range(0, 7).boxed().toList(), group.members());
        assertTrue(group.certain(), group::toString);
    }

    @Test
    void aParitySetIsNotCertainWhileDisksThatAreEmptyThereMayBelongToIt() throws IOException {
        for (Group group : run(inTwoStripes().members).groups()) {
            assertFalse(group.certain(), group::toString);
        }
    }

    /** The third member's copies are on the fourth; it holds some of the second's too. */
    @Test
    void membersOfAnOffsetLayoutAreNoCertainMirror() throws IOException {
        int chunk = 512 << 10;
        TestArray array =
                new TestArray(TestArray.Kind.OFFSET, 10, 2, 0x10201, chunk, 0, 16 << 20)
                        .fill(
                                (offset, block) -> {
                                    long number = offset / chunk;
                                    boolean isData =
                                            number % 10 == 3 || (number % 10 == 2 && number < 20);
                                    TestArray.content(block, isData ? 0.3 : 1, random);
                                });
        for (Group group : run(array.members).groups()) {
            assertFalse(group.certain() && group.kind() == Kind.MIRROR, group::toString);
        }
    }

    /** By twos their XOR is zero too. */
    @Test
    void membersOfTwoClonesOfANearLayoutAreNoParitySet() throws IOException {
        byte[] base = new byte[2 * SIZE];
        byte[] lost = new byte[2 * SIZE];
        byte[] block = new byte[TestArray.BLOCK];
        for (int at = 0; at < base.length; at += block.length) {
            TestArray.content(block, 0.5, random);
            System.arraycopy(block, 0, base, at, block.length);
            if (random.nextInt(10) != 0) {
                System.arraycopy(block, 0, lost, at, block.length);
            }
        }
        List<byte[]> disks = new ArrayList<>();
        for (byte[] content : List.of(base, lost)) {
            disks.addAll(
                    new TestArray(TestArray.Kind.NEAR, 3, 2, 0x102, 65_536, ORIGIN, SIZE)
                            .fill(
                                    (offset, into) ->
                                            System.arraycopy(
                                                    content, (int) offset, into, 0, into.length))
                            .members);
        }
        for (Group group : run(disks).groups()) {
            boolean isParity = group.kind() == Kind.RAID5 || group.kind() == Kind.RAID6;
            assertFalse(isParity, group::toString);
        }
    }

    /** Filled from one image: each disk of one holds what a disk of the other holds. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID1, 2, 1, 0,     mirror
                    NEAR,  3, 2, 0x102, raid10
                    FAR,   3, 2, 0x201, raid10
                    RAID5, 3, 1, 2,     raid5
                    RAID6, 4, 1, 2,     raid6
                    """)
    void arraysOfOneContentAreWhatTheirSuperblocksSay(
            TestArray.Kind kind, int disks, int copies, String layout, String word)
            throws IOException {
        int chunk = kind == TestArray.Kind.RAID1 ? 0 : 65_536;
        int number = Integer.decode(layout);
        List<byte[]> all = new ArrayList<>();
        for (int id = 0; id < 2; id++) {
            TestArray array =
                    new TestArray(kind, disks, copies, number, chunk, ORIGIN, SIZE)
                            .fill(0.3, new Random(5));
            MdWriter.write(array, 50 + id);
            all.addAll(array.members);
        }
        List<Group> groups = run(all).groups();
        assertEquals(2, groups.size(), groups::toString);
        for (Group group : groups) {
            assertEquals(word, group.kind().word());
            assertTrue(group.certain(), group::toString);
            int first = group.members().getFirst();
            assertEquals(
                    IntStream.range(first, first + disks).boxed().toList(),
                    group.members(),
                    groups::toString);
        }
    }
}
