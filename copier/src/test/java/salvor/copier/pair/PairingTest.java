package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.Extent;

class PairingTest {

    private static final int SIZE = 2 << 20;

    private final Random random = new Random(5);
    private final List<ImageDevice> devices = new ArrayList<>();

    private void add(byte[] image) {
        devices.add(new ImageDevice("disk" + devices.size(), image));
    }

    static PairOptions options(boolean quick) {
        return new PairOptions(quick, false, Optional.empty());
    }

    private PairReport run(boolean quick) throws IOException {
        List<Disk> disks = new ArrayList<>();
        devices.forEach(device -> disks.add(Disk.of(disks.size(), device)));
        return new Pairing(disks, options(quick), PairProgress.SILENT).run(new SplittableRandom(1));
    }

    private TestArray array(TestArray.Kind kind, int disks, int copies, int layout, int chunk) {
        return new TestArray(kind, disks, copies, layout, chunk, 65536, SIZE).fill(0.3, random);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    RAID1,  2, 1, 0,       0,     mirror, raid1
                    RAID1,  3, 1, 0,       0,     mirror, raid1
                    NEAR,   4, 2, 0x102,   16384, raid10, near2
                    NEAR,  10, 2, 0x102,   16384, raid10, near2
                    NEAR,   6, 3, 0x103,   16384, raid10, near3
                    NEAR,   3, 2, 0x102,   16384, raid10, near2
                    NEAR,   5, 2, 0x102,   32768, raid10, near2
                    NEAR,   4, 3, 0x103,   16384, raid10, near3
                    FAR,    4, 2, 0x201,   16384, raid10, far2
                    FAR,    5, 3, 0x301,   16384, raid10, far3
                    OFFSET, 4, 2, 0x10201, 16384, raid10, offset2
                    RAID5,  3, 1, 0,       16384, raid5,  left-asymmetric
                    RAID5,  5, 1, 1,       16384, raid5,  right-asymmetric
                    RAID5, 10, 1, 2,       16384, raid5,  left-symmetric
                    RAID5,  4, 1, 3,       16384, raid5,  right-symmetric
                    RAID6,  4, 1, 2,       16384, raid6,  left-symmetric
                    RAID6, 10, 1, 2,       16384, raid6,  left-symmetric
                    """)
    void everyKindIsFoundWithItsOrderWhenSuperblocksAgree(
            TestArray.Kind kind,
            int disks,
            int copies,
            String layout,
            int chunk,
            String word,
            String name)
            throws IOException {
        TestArray array = array(kind, disks, copies, Integer.decode(layout), chunk);
        MdWriter.write(array, 7);
        array.members.forEach(this::add);
        Group group = onlyGroup(run(false));
        assertEquals(word, group.kind().word());
        assertEquals(Optional.of(name), group.layout());
        assertTrue(group.certain(), group::toString);
        assertTrue(group.orderKnown());
        List<Integer> roles = new ArrayList<>();
        array.members.forEach(_ -> roles.add(roles.size()));
        assertEquals(roles, group.members());
        assertEquals(chunk, group.chunk().orElse(0));
        assertFalse(group.pairs().isEmpty());
        for (Group.Pair pair : group.pairs()) {
            assertEquals(0, pair.comparison().differing(), () -> group + " " + pair.members());
        }
    }

    private static Group onlyGroup(PairReport report) {
        assertEquals(1, report.groups().size(), () -> report.groups() + " " + report.notes());
        assertEquals(List.of(), report.unpaired());
        return report.groups().getFirst();
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 32768})
    void anOffsetLayoutWithoutSuperblocksGivesChunkAndRing(int chunk) throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.OFFSET, 5, 2, 0x10201, chunk, 65536, SIZE)
                        .fill(this::withRepetitions);
        array.members.forEach(this::add);
        Group group = onlyGroup(run(false));
        assertEquals(Optional.of("offset2"), group.layout());
        assertEquals(chunk, group.chunk().orElseThrow());
        group.pairs().forEach(pair -> assertEquals(0, pair.comparison().differing()));
        List<Integer> ring = group.members();
        for (int i = 0; i < 5; i++) {
            assertEquals((ring.get(i) + 1) % 5, ring.get((i + 1) % 5));
        }
    }

    /** Some files are there twice; their copies lie at distances that tell nothing. */
    private void withRepetitions(long offset, byte[] block) {
        boolean isAgain = random.nextInt(10) == 0;
        TestArray.content(block, 0.3, isAgain ? new Random(offset % 7) : random);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, 16384", "5, 2, 8192", "7, 2, 32768", "4, 3, 16384", "5, 3, 16384"})
    void aNearLayoutWhoseCopiesGoOnInTheNextRowGivesChunkAndOrder(int disks, int copies, int chunk)
            throws IOException {
        TestArray array = array(TestArray.Kind.NEAR, disks, copies, 0x100 | copies, chunk);
        List<Integer> shuffled = new ArrayList<>();
        array.members.forEach(_ -> shuffled.add(shuffled.size()));
        Collections.shuffle(shuffled, random);
        shuffled.forEach(role -> add(array.members.get(role)));
        Group group = onlyGroup(run(false));
        assertEquals(Group.Kind.RAID10, group.kind());
        assertEquals(Optional.of("near" + copies), group.layout());
        assertEquals(chunk, group.chunk().orElseThrow());
        assertTrue(group.certain());
        List<Integer> roles = group.members().stream().map(shuffled::get).toList();
        assertEquals(IntStream.range(0, disks).boxed().toList(), roles);
        group.pairs().forEach(pair -> assertEquals(0, pair.comparison().differing()));
        long compared = group.pairs().stream().mapToLong(p -> p.comparison().compared()).sum();
        assertTrue(compared > (SIZE - 65536L) * disks / copies * (copies - 1) * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damagedBytesOfARaid6AreCounted(boolean hasSuperblocks) throws IOException {
        TestArray array =
                new TestArray(TestArray.Kind.RAID6, 5, 1, 2, 16384, 65536, SIZE).fill(0, random);
        if (hasSuperblocks) {
            MdWriter.write(array, 7);
        }
        // Stripe 0 of five: data on 0, 1 and 2, P on 4 after turning left from the end, Q on 0.
        array.members.get(4)[array.origin + 100] ^= 1;
        array.members.get(2)[array.origin + 200] ^= 1;
        array.members.get(3)[array.origin + 5000] ^= 1;
        array.members.get(0)[array.origin + 9000] ^= 1;
        array.members.forEach(this::add);
        Group group = onlyGroup(run(false));
        assertEquals(Group.Kind.RAID6, group.kind());
        Comparison found = group.pairs().getFirst().comparison();
        // Without the order Q cannot be checked, and its change is not seen.
        assertEquals(hasSuperblocks ? 4 : 3, found.differing());
        assertEquals(array.origin + 100, found.first());
        assertEquals(5, group.pairs().getFirst().members().size());
    }

    @Test
    void aMemberThatLostItsSuperblockHasTheRoleThatIsLeft() throws IOException {
        TestArray array = array(TestArray.Kind.NEAR, 4, 2, 0x102, 16384);
        MdWriter.write(array, 7);
        Arrays.fill(array.members.get(2), 4096, 8192, (byte) 0);
        array.members.forEach(this::add);
        Group group = onlyGroup(run(false));
        assertEquals(Group.Kind.RAID10, group.kind());
        assertEquals(List.of(0, 1, 2, 3), group.members());
    }

    @Test
    void superblocksThatPutOneMirrorsTwinsApartAreNotBelievedForAnyMirror() throws IOException {
        TestArray mirrors = array(TestArray.Kind.NEAR, 6, 2, 0x102, 16384);
        TestArray other = array(TestArray.Kind.NEAR, 6, 2, 0x102, 65536);
        List<Integer> roles = List.of(0, 1, 2, 4, 3, 5);
        for (int i = 0; i < 6; i++) {
            MdWriter.write(mirrors.members.get(i), other, roles.get(i), 99);
            add(mirrors.members.get(i));
        }
        PairReport report = run(false);
        assertEquals(3, report.groups().size());
        report.groups().forEach(g -> assertEquals(Group.Kind.MIRROR, g.kind()));
    }

    @Test
    void aCopiedSuperblockThatLiesElsewhereThanItSaysIsNotBelieved() throws IOException {
        TestArray array = array(TestArray.Kind.RAID1, 2, 1, 0, 0);
        TestArray other =
                new TestArray(TestArray.Kind.RAID1, 2, 1, 0, 0, 0, SIZE).fill(0.3, random);
        for (int i = 0; i < 2; i++) {
            MdWriter.write(other.members.get(i), other, i, 99);
            int end = ((SIZE / 512 - 16) & ~7) * 512;
            System.arraycopy(other.members.get(i), end, array.members.get(i), 4096, 4096);
            add(array.members.get(i));
        }
        assertFalse(onlyGroup(run(false)).orderKnown());
    }

    @Test
    void aBitmapThatNoSuperblockNamesIsLeftOut() throws IOException {
        TestArray array = array(TestArray.Kind.RAID5, 3, 1, 2, 16384);
        for (int i = 0; i < 3; i++) {
            byte[] magic = {'b', 'i', 't', 'm', 4};
            System.arraycopy(magic, 0, array.members.get(i), 8192, magic.length);
            add(array.members.get(i));
        }
        Group group = onlyGroup(run(false));
        assertEquals(0, group.pairs().getFirst().comparison().differing());
        assertTrue(group.pairs().getFirst().comparison().metadata() >= 4096);
    }

    @Test
    void eachPairOfARaid10HasItsOwnBetterHalf() throws IOException {
        TestArray array = array(TestArray.Kind.NEAR, 4, 2, 0x102, 16384);
        MdWriter.write(array, 7);
        array.members.get(0)[700_000] ^= 1;
        array.members.forEach(this::add);
        devices.get(2).fail(new Extent(512_000, 1024));
        Group group = onlyGroup(run(false));
        assertTrue(
                group.trust()
                        .reasons()
                        .contains("cannot tell which of disk0 and disk1 is the better one"));
        assertTrue(
                group.trust()
                        .reasons()
                        .contains(
                                "of disk2 and disk3 read disk3 first, and the others where it fails"));
    }

    @Test
    void aMirrorWhoseDataBeginsElsewhereIsFoundWithItsShift() throws IOException {
        TestArray array = array(TestArray.Kind.RAID1, 2, 1, 0, 0);
        byte[] shifted = new byte[SIZE];
        System.arraycopy(array.members.get(1), 0, shifted, 63 * 512, SIZE - 63 * 512);
        add(array.members.get(0));
        add(shifted);
        Group group = onlyGroup(run(false));
        assertEquals(Group.Kind.MIRROR, group.kind());
        assertTrue(group.certain());
        assertEquals(0, group.pairs().getFirst().comparison().differing());
        assertTrue(group.evidence().toString().contains("32256 bytes further on"));
    }

    @Test
    void differingBytesAreCountedExactlyAndUnreadableOnesApart() throws IOException {
        TestArray array = array(TestArray.Kind.RAID1, 2, 1, 0, 0);
        byte[] other = array.members.get(1);
        other[700_000] ^= 1;
        other[700_001] ^= 1;
        other[1_000_000] ^= 1;
        array.members.forEach(this::add);
        devices.get(0).fail(new Extent(512_000, 1024));
        Group group = onlyGroup(run(false));
        Comparison found = group.pairs().getFirst().comparison();
        assertEquals(1, group.trust().preferred().orElseThrow(), "disk1 has no bad sector");
        assertEquals(3, found.differing());
        assertEquals(700_000, found.first());
        assertEquals(1024, found.unreadable());
        assertEquals(SIZE - 1024, found.compared());
        assertEquals(new Comparison.Range(700_000, 700_001, 2), found.ranges().getFirst());
    }

    @Test
    void eachDiskIsReadOnceBesidesTheSamples() throws IOException {
        TestArray array = array(TestArray.Kind.NEAR, 10, 2, 0x102, 16384);
        array.members.forEach(this::add);
        PairReport report = run(false);
        for (ImageDevice device : devices) {
            long once = device.bytesRead() - report.sampled();
            assertTrue(Math.abs(once - SIZE) < 500_000, "metadata is looked for too: " + once);
        }
    }

    /** Their superblocks say what they are; see {@link PartsTest}. */
    @ParameterizedTest
    @CsvSource({"FAR, 4, 2, 0x201", "FAR, 5, 3, 0x301", "RAID5, 4, 1, 2", "RAID6, 5, 1, 2"})
    void membersOfWhichOneIsMissingAreNoMirrorWithoutSuperblocks(
            TestArray.Kind kind, int disks, int copies, String layout) throws IOException {
        TestArray array = array(kind, disks, copies, Integer.decode(layout), 16384);
        array.members.stream().limit(disks - 1).forEach(this::add);
        assertEquals(List.of(), run(false).groups());
    }

    @Test
    void aRaid5OfWhichAMemberIsMissingCannotBeProvenAndIsNamed() throws IOException {
        TestArray array = array(TestArray.Kind.RAID5, 4, 1, 2, 16384);
        MdWriter.write(array, 7);
        array.members.stream().limit(3).forEach(this::add);
        PairReport report = run(false);
        assertEquals(List.of(), report.groups());
        String missing =
                "of an array of 4 disks, of which 3 are here: name the others too; a raid5 without"
                        + " one of its members holds nothing twice, so its content proves nothing";
        assertTrue(report.notes().toString().contains(missing), report.notes()::toString);
    }

    @Test
    void blankAndUnrelatedDisksAreNoPair() throws IOException {
        add(new byte[SIZE]);
        add(new byte[SIZE]);
        add(array(TestArray.Kind.RAID1, 2, 1, 0, 0).members.getFirst());
        add(array(TestArray.Kind.RAID1, 2, 1, 0, 0).members.getFirst());
        PairReport report = run(false);
        assertEquals(List.of(), report.groups());
        assertEquals(List.of(0, 1, 2, 3), report.unpaired());
        assertTrue(report.notes().toString().contains("not enough evidence"));
    }

    @Test
    void clonesOfOneSystemThatGrewApartAreNoMirrorButTheirMirrorsAre() throws IOException {
        byte[] base = array(TestArray.Kind.RAID1, 2, 1, 0, 0).members.getFirst();
        for (int i = 0; i < 3; i++) {
            byte[] own = array(TestArray.Kind.RAID1, 2, 1, 0, 0).members.getFirst();
            System.arraycopy(base, 0, own, 0, SIZE * 2 / 3);
            add(own);
        }
        add(devices.get(1).bytes().clone());
        PairReport report = run(true);
        assertEquals(1, report.groups().size(), () -> report.groups().toString());
        assertEquals(List.of(1, 3), report.groups().getFirst().members());
        assertEquals(List.of(0, 2), report.unpaired());
    }

    @Test
    void mirrorsOfClonesThatHardlyGrewApartAreMirrorsOfTheirOwn() throws IOException {
        byte[] one = array(TestArray.Kind.RAID1, 2, 1, 0, 0).members.getFirst();
        byte[] other = one.clone();
        for (int i = 1; i < 20; i++) {
            byte[] block = new byte[4096];
            random.nextBytes(block);
            System.arraycopy(block, 0, other, i * SIZE / 20 / 4096 * 4096, 4096);
        }
        List.of(one, other, one.clone(), other.clone()).forEach(this::add);
        Set<List<Integer>> found =
                run(true).groups().stream().map(Group::members).collect(Collectors.toSet());
        assertEquals(Set.of(List.of(0, 2), List.of(1, 3)), found);
    }

    @Test
    void aHalfOfThreeThatWasLeftBehindIsStillOneOfThem() throws IOException {
        TestArray array = array(TestArray.Kind.RAID1, 3, 1, 0, 0);
        for (int i = 1; i < 20; i++) {
            array.members.get(1)[i * SIZE / 20] ^= 1;
        }
        array.members.forEach(this::add);
        assertEquals(List.of(0, 1, 2), onlyGroup(run(true)).members());
    }

    /** It may be a clone that hardly grew apart, as well as a member that was left behind. */
    @Test
    void aDiskThatDiffersFromMembersThatAgreeIsNoCertainMember() throws IOException {
        TestArray array = array(TestArray.Kind.RAID1, 4, 1, 0, 0);
        for (int i = 1; i < 20; i++) {
            array.members.get(3)[i * SIZE / 20] ^= 1;
        }
        array.members.forEach(this::add);
        assertFalse(onlyGroup(run(true)).certain());
    }

    @Test
    void aFewEqualBlocksAreNotEnoughEvidence() throws IOException {
        byte[] disk = new byte[SIZE];
        for (int i = 0; i < 10; i++) {
            byte[] block = new byte[4096];
            random.nextBytes(block);
            System.arraycopy(block, 0, disk, i * 150_000 / 4096 * 4096, 4096);
        }
        add(disk);
        add(disk.clone());
        Group group = onlyGroup(run(false));
        assertFalse(group.certain());
        assertTrue(group.evidence().toString().contains("not enough evidence"));
    }

    @Test
    void superblocksOfAnotherArrayAreNotBelieved() throws IOException {
        TestArray mirrors = array(TestArray.Kind.NEAR, 4, 2, 0x102, 16384);
        TestArray other = array(TestArray.Kind.RAID5, 4, 1, 2, 65536);
        for (int i = 0; i < 4; i++) {
            MdWriter.write(mirrors.members.get(i), other, i, 99);
            add(mirrors.members.get(i));
        }
        PairReport report = run(false);
        assertEquals(2, report.groups().size());
        for (Group group : report.groups()) {
            assertEquals(Group.Kind.MIRROR, group.kind());
            assertEquals(0, group.pairs().getFirst().comparison().differing());
            assertTrue(group.evidence().toString().contains("not believed"));
        }
    }
}
