package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import salvor.copier.pair.Disk;
import salvor.copier.pair.Group;
import salvor.copier.pair.PairReport;
import salvor.copier.pair.Trust;
import salvor.copier.testing.ImageDevice;

/** What the report tells people to type. */
class PairAdviceTest {

    private static List<String> advice(
            Group.Kind kind, List<List<Integer>> twins, Trust trust, String... names) {
        List<Disk> disks = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        for (String name : names) {
            members.add(disks.size());
            disks.add(Disk.of(disks.size(), new ImageDevice(name, new byte[4096])));
        }
        Group group =
                new Group(
                        kind,
                        Optional.of("near2"),
                        OptionalLong.of(65536),
                        members,
                        true,
                        OptionalLong.of(1 << 20),
                        false,
                        twins,
                        true,
                        1,
                        List.of(),
                        List.of(),
                        trust);
        return PairAdvice.of(new PairReport(disks, List.of(group), List.of(), List.of(), 0), group);
    }

    @Test
    void theBetterHalfOfAMirrorIsReadFirst() {
        Trust trust = new Trust(OptionalInt.of(1), List.of(), List.of());
        assertEquals(
                List.of(
                        "salvor cmp --ranges /dev/sdb /dev/sda",
                        "salvor rescue --mirror /dev/sda /dev/sdb COPY.img"),
                advice(Group.Kind.MIRROR, List.of(List.of(0, 1)), trust, "/dev/sda", "/dev/sdb"));
    }

    @Test
    void aHalfThatWasLeftBehindOnlyFillsWhatNobodyElseHas() {
        Trust trust = new Trust(OptionalInt.of(1), List.of(0), List.of());
        assertEquals(
                "salvor rescue --fill-from /dev/sda /dev/sdb COPY.img",
                advice(Group.Kind.MIRROR, List.of(List.of(0, 1)), trust, "/dev/sda", "/dev/sdb")
                        .getLast());
    }

    @Test
    void aMemberThatWasLeftBehindIsNotAssembled() {
        List<List<Integer>> twins = List.of(List.of(0, 1), List.of(2, 3));
        Trust trust = new Trust(OptionalInt.empty(), List.of(1), List.of());
        List<String> advice = advice(Group.Kind.RAID10, twins, trust, "a", "b", "c", "d");
        assertEquals("salvor rescue --fill-from b a member0.img", advice.getFirst());
        assertEquals("salvor rescue --mirror d c member2.img", advice.get(1));
        assertTrue(advice.contains("# leave out b, which was left behind"), advice::toString);
        assertFalse(advice.stream().anyMatch(line -> line.endsWith(" member1.img")));
        assertTrue(advice.getLast().contains("--layout=n2 --chunk=64K"), advice.getLast());
    }

    @Test
    void namesThatAShellWouldTakeApartAreQuoted() {
        Trust trust = new Trust(OptionalInt.empty(), List.of(), List.of());
        assertEquals(
                "salvor cmp --ranges 'my disk' 'it'\\''s'",
                advice(Group.Kind.MIRROR, List.of(List.of(0, 1)), trust, "my disk", "it's")
                        .getFirst());
    }
}
