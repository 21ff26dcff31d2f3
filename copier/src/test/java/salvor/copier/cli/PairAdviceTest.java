package salvor.copier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
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
        List<Long> even = Collections.nCopies(names.length, 0L);
        return advice(kind, "near2", even, twins, trust, names);
    }

    private static List<String> advice(
            Group.Kind kind,
            String layout,
            List<Long> shifts,
            List<List<Integer>> twins,
            Trust trust,
            String... names) {
        List<Disk> disks = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        for (String name : names) {
            members.add(disks.size());
            disks.add(Disk.of(disks.size(), new ImageDevice(name, new byte[4096])));
        }
        Group group =
                new Group(
                        kind,
                        Optional.of(layout),
                        OptionalLong.of(65536),
                        members,
                        true,
                        OptionalLong.of(1 << 20),
                        shifts,
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
    void membersThatBeginAtPlacesOfTheirOwnAreNamedWithThem() {
        Trust trust = new Trust(OptionalInt.empty(), List.of(), List.of());
        List<Long> shifts = List.of(0L, 1L << 20, -(512L << 10));
        List<String> advice =
                advice(Group.Kind.RAID5, "left-symmetric", shifts, List.of(), trust, "a", "b", "c");
        String end = "--data-offset=variable LOOP0:1024K LOOP1:2048K LOOP2:512K";
        assertTrue(advice.getLast().endsWith(end), advice.getLast());
    }

    @Test
    void aHalfThatHasTheDataElsewhereIsNoCopyPlaceByPlace() {
        Trust trust = new Trust(OptionalInt.of(1), List.of(), List.of());
        List<Long> shifts = List.of(0L, 4096L);
        List<List<Integer>> twins = List.of(List.of(0, 1));
        assertEquals(
                List.of(
                        "salvor cmp --ranges b a 4096 0",
                        "salvor rescue b COPY.img",
                        "# the same data, but not at the same places:",
                        "salvor rescue a COPY1.img"),
                advice(Group.Kind.MIRROR, "raid1", shifts, twins, trust, "a", "b"));
        assertEquals(
                List.of("salvor rescue a member0.img", "salvor rescue b member1.img"),
                advice(Group.Kind.RAID10, "near2", shifts, twins, trust, "a", "b").subList(0, 2));
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
