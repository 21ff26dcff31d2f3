package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import salvor.copier.pair.metadata.Findings;
import salvor.copier.pair.metadata.MdSuperblock;
import salvor.copier.testing.Cases;

/** Disks of terabytes, of which the samples are a tiny part. */
class VastDisksTest {

    private static final long TB = 1_000_000_000_000L;
    private static final long ORIGIN = 129L << 20;

    private static final List<TestArray.Kind> KINDS =
            List.of(
                    TestArray.Kind.NEAR,
                    TestArray.Kind.FAR,
                    TestArray.Kind.OFFSET,
                    TestArray.Kind.RAID5);

    private static PairReport quick(List<VastMember> members) throws IOException {
        List<Disk> disks = new ArrayList<>();
        members.forEach(member -> disks.add(Disk.of(disks.size(), member)));
        return new Pairing(disks, PairingTest.options(true), PairProgress.SILENT)
                .run(new SplittableRandom(1));
    }

    @Test
    void arraysOfAnyKindAreFoundWithAtMost64MibOfEachDisk() {
        Cases.run(
                10,
                random -> {
                    TestArray.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
                    int copies = kind == TestArray.Kind.NEAR ? 2 : 2 + random.nextInt(2);
                    int disks = copies + 1 + random.nextInt(9);
                    long size = (1 + random.nextInt(20)) * TB / 4096 * 4096;
                    double zeros = random.nextInt(80) / 100.0;
                    int chunk = 65536 << random.nextInt(4);
                    check(
                            new VastMember.Array(
                                    kind, disks, copies, chunk, size, zeros, random.nextLong()),
                            random);
                });
    }

    private static void check(VastMember.Array array, Random random) throws IOException {
        List<VastMember> members = new ArrayList<>();
        for (int role = 0; role < array.disks(); role++) {
            members.add(new VastMember(array, role, ORIGIN));
        }
        Collections.shuffle(members, random);
        PairReport report = quick(members);
        String what = array + " " + report.groups();
        assertEquals(List.of(), report.unpaired(), what);
        boolean isNear = array.kind() == TestArray.Kind.NEAR;
        boolean isOfMirrors = isNear && array.disks() % array.copies() == 0;
        assertEquals(
                isOfMirrors ? array.disks() / array.copies() : 1, report.groups().size(), what);
        report.groups().forEach(group -> assertTrue(group.certain(), what));
        assertTrue(report.sampled() <= 64 << 20, report.sampled() + " bytes sampled");
        for (VastMember member : members) {
            assertTrue(member.bytesRead() < 80 << 20, member.bytesRead() + " bytes read");
        }
        Group group = report.groups().getFirst();
        if (array.kind() == TestArray.Kind.FAR) {
            assertEquals(Optional.of("far" + array.copies()), group.layout(), what);
        }
        if (array.kind() == TestArray.Kind.OFFSET) {
            assertEquals(Optional.of("offset" + array.copies()), group.layout(), what);
            assertEquals(array.chunk(), group.chunk().orElseThrow(), what);
        }
        if (isNear && !isOfMirrors) {
            assertEquals(array.chunk(), group.chunk().orElseThrow(), what);
        }
    }

    @Test
    void aMirrorWhoseDataBeginsElsewhereIsFound() throws IOException {
        VastMember.Array array =
                new VastMember.Array(
                        TestArray.Kind.RAID1, 2, 1, 4096, 4 * TB / 4096 * 4096, 0.5, 3);
        PairReport report =
                quick(
                        List.of(
                                new VastMember(array, 0, 63 * 512),
                                new VastMember(array, 1, ORIGIN)));
        Group group = report.groups().getFirst();
        assertTrue(group.certain(), report.groups()::toString);
        assertTrue(
                group.evidence().toString().contains((ORIGIN - 63 * 512) + " bytes further on"),
                report.groups()::toString);
    }

    /** The lowest beginning is not the first member's, and no two begin at the same place. */
    private static final List<Long> BEGINNINGS =
            List.of(5L << 20, 2L << 20, 13L << 20, ORIGIN, 3L << 20);

    private static VastMember.Array raid5() {
        return new VastMember.Array(
                TestArray.Kind.RAID5, BEGINNINGS.size(), 1, 65536, 2 * TB / 4096 * 4096, 0.3, 9);
    }

    /** What it would have found on a member that has a superblock. */
    private static Findings superblock(VastMember.Array array, int role) {
        long begin = BEGINNINGS.get(role);
        return new Findings(
                List.of(
                        new MdSuperblock(
                                "1.2",
                                4096,
                                4096,
                                0,
                                new MdSuperblock.Array("1", "", 1, 5, 2, 65536, TB, array.disks()),
                                new MdSuperblock.Member(Optional.empty(), role, role, begin, TB),
                                new MdSuperblock.State(1, 1, true, List.of()),
                                new MdSuperblock.Checksum(1, 1),
                                Optional.empty(),
                                Optional.empty())));
    }

    @Test
    void aRaid5SomeOfWhoseMembersBeginElsewhereIsFoundByItsContent() throws IOException {
        VastMember.Array array = raid5();
        for (long begin : List.of(3L << 20, ORIGIN)) {
            List<VastMember> members = new ArrayList<>();
            for (int role = 0; role < array.disks(); role++) {
                members.add(new VastMember(array, role, role % 2 == 1 ? begin : 1 << 20));
            }
            PairReport report = quick(members);
            assertEquals(1, report.groups().size(), report.notes()::toString);
            Group group = report.groups().getFirst();
            assertEquals(List.of(0, 1, 2, 3, 4), group.members());
            assertTrue(group.certain(), group::toString);
            String said = "vast3 the data lies %d bytes further on".formatted(begin - (1 << 20));
            assertTrue(group.evidence().toString().contains(said), group::toString);
            assertTrue(report.sampled() <= 64 << 20, report.sampled() + " bytes sampled");
        }
    }

    @Test
    void aRaid5WhoseMembersAllBeginElsewhereIsFoundWhereItsSuperblocksSay() throws IOException {
        VastMember.Array array = raid5();
        List<Disk> disks = new ArrayList<>();
        for (int role = 0; role < array.disks(); role++) {
            VastMember member = new VastMember(array, role, BEGINNINGS.get(role));
            disks.add(new Disk(role, member, superblock(array, role)));
        }
        PairReport report =
                new Pairing(disks, PairingTest.options(true), PairProgress.SILENT)
                        .run(new SplittableRandom(1));
        assertEquals(1, report.groups().size(), report.notes()::toString);
        Group group = report.groups().getFirst();
        assertEquals(Group.Kind.RAID5, group.kind());
        assertEquals(List.of(0, 1, 2, 3, 4), group.members());
        assertTrue(group.certain(), group::toString);
    }
}
