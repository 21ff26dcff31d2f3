package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.Extent;

/** Drawers full of disks, drawn at random. */
class ScenariosTest {

    private static final int SIZE = 2 << 20;

    /**
     * A disk.
     *
     * @param telling blocks of the array that tell something
     */
    private record Made(ImageDevice device, int telling) {}

    private int expected;
    private int missed;
    private final List<String> misses = new ArrayList<>();

    @Test
    void noFalseGroupIsCertainAndTrueOnesAreFoundWhereSamplesSuffice() {
        Cases.run(100, this::scenario);
        System.out.printf("pair scenarios: %d true groups, %d missed%n", expected, missed);
        assertTrue(missed * 1000L <= expected, () -> missed + " of " + expected + ": " + misses);
    }

    private void scenario(Random random) throws Exception {
        List<Made> made = new ArrayList<>();
        List<Set<Integer>> truth = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int arrays = 1 + random.nextInt(2);
        for (int i = 0; i < arrays; i++) {
            array(random, i, made, truth, words);
        }
        strangers(random, made);
        List<Disk> disks = new ArrayList<>();
        made.forEach(one -> disks.add(Disk.of(disks.size(), one.device())));
        PairReport report =
                new Pairing(disks, PairingTest.options(true), PairProgress.SILENT)
                        .run(new SplittableRandom(1));
        judge(report, truth, words, made);
    }

    private static void array(
            Random random, int id, List<Made> made, List<Set<Integer>> truth, List<String> words) {
        TestArray.Kind[] kinds = TestArray.Kind.values();
        TestArray.Kind kind = kinds[random.nextInt(kinds.length)];
        TestArray array = TestArray.random(kind, SIZE, random);
        double zeros = random.nextInt(100) / 100.0;
        array.fill(zeros, random);
        double divergence = random.nextInt(4) == 0 ? random.nextDouble() * 0.3 : 0;
        diverge(array.members.get(random.nextInt(array.members.size())), divergence, random);
        int metadata = random.nextInt(3);
        if (metadata == 0) {
            MdWriter.write(array, id + 1);
        } else if (metadata == 1) {
            TestArray other = TestArray.random(kinds[random.nextInt(kinds.length)], SIZE, random);
            for (int i = 0; i < array.members.size(); i++) {
                MdWriter.write(array.members.get(i), other, i, 1000 + id);
            }
        }
        for (List<Integer> set : array.sets()) {
            Set<Integer> here = new HashSet<>();
            set.forEach(i -> here.add(made.size() + i));
            truth.add(here);
            words.add("%s%s of %d".formatted(kind, array.layout, array.members.size()));
        }
        boolean isShifted = kind == TestArray.Kind.RAID1 && random.nextInt(4) == 0;
        boolean isOfParity = array.level == 5 || array.level == 6;
        boolean isFurtherOn = isOfParity && random.nextInt(4) == 0;
        int further = (1 + random.nextInt(3)) << 20;
        int first = random.nextInt(array.members.size());
        for (int i = 0; i < array.members.size(); i++) {
            byte[] bytes = array.members.get(i);
            if (isShifted && i == 1 && array.members.size() == 2) {
                int by = 512 * (1 + random.nextInt(200));
                byte[] moved = new byte[SIZE];
                System.arraycopy(bytes, 0, moved, by, SIZE - by);
                bytes = moved;
            }
            if (isFurtherOn && i != first && random.nextBoolean()) {
                byte[] moved = new byte[SIZE + further];
                random.nextBytes(moved);
                System.arraycopy(bytes, 0, moved, further, SIZE);
                bytes = moved;
            }
            ImageDevice device = new ImageDevice("disk" + made.size(), bytes);
            bad(random).forEach(device::fail);
            made.add(new Made(device, telling(array.members.get(i))));
        }
    }

    private static void diverge(byte[] disk, double part, Random random) {
        byte[] block = new byte[TestArray.BLOCK];
        for (int at = 0; at < disk.length; at += TestArray.BLOCK) {
            if (random.nextDouble() < part && (disk[at] != 0 || disk[at + 1] != 0)) {
                random.nextBytes(block);
                System.arraycopy(block, 0, disk, at, block.length);
            }
        }
    }

    private static List<Extent> bad(Random random) {
        List<Extent> bad = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(5) : 0; i > 0; i--) {
            bad.add(new Extent(512L * random.nextInt(SIZE / 512), 512));
        }
        return bad;
    }

    /** Blank disks, unrelated ones, clones of one system of which each went its own way. */
    private static void strangers(Random random, List<Made> made) {
        byte[] base = filled(random, 0.2);
        int shared = (int) (SIZE * (0.1 + 0.3 * random.nextDouble()));
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] own =
                    switch (random.nextInt(3)) {
                        case 0 -> new byte[SIZE];
                        case 1 -> filled(random, random.nextDouble());
                        default -> {
                            byte[] clone = filled(random, 0.2);
                            System.arraycopy(base, 0, clone, 0, shared);
                            yield clone;
                        }
                    };
            made.add(new Made(new ImageDevice("disk" + made.size(), own), 0));
        }
    }

    private static byte[] filled(Random random, double zeros) {
        TestArray one = new TestArray(TestArray.Kind.RAID1, 1, 1, 0, 0, 0, SIZE);
        return one.fill(zeros, random).members.getFirst();
    }

    private void judge(
            PairReport report, List<Set<Integer>> truth, List<String> words, List<Made> made) {
        List<Set<Integer>> found = new ArrayList<>();
        for (Group group : report.groups()) {
            List<Set<Integer>> sets = parts(group, truth);
            found.addAll(sets);
            // What says itself that members are missing claims nothing that is not so.
            boolean isPart =
                    (group.kind() == Group.Kind.MIRROR
                                    || group.evidence().stream()
                                            .anyMatch(e -> e.contains("are not here")))
                            && truth.stream().anyMatch(t -> t.containsAll(group.members()));
            boolean isTrue = truth.containsAll(sets) || isPart;
            assertTrue(isTrue || !group.certain(), () -> group + " is not in " + truth + words);
        }
        for (int i = 0; i < truth.size(); i++) {
            if (enough(truth.get(i), made)) {
                expected++;
                if (!found.contains(truth.get(i))) {
                    missed++;
                    misses.add(
                            "%s: %s %s in %s"
                                    .formatted(
                                            Cases.replay(),
                                            words.get(i),
                                            truth.get(i),
                                            report.groups()));
                }
            }
        }
    }

    /** A RAID10 near group is its mirrors, as the content has them. */
    private static List<Set<Integer>> parts(Group group, List<Set<Integer>> truth) {
        Set<Integer> all = new HashSet<>(group.members());
        List<Set<Integer>> inside = truth.stream().filter(all::containsAll).toList();
        boolean isUnion = inside.stream().mapToInt(Set::size).sum() == all.size();
        return group.kind() == Group.Kind.RAID10 && isUnion ? inside : List.of(all);
    }

    /** Whether each member has as many telling blocks as a decision needs. */
    private static boolean enough(Set<Integer> members, List<Made> made) {
        return members.stream().allMatch(m -> made.get(m).telling() >= Agreement.ENOUGH);
    }

    private static int telling(byte[] disk) {
        int telling = 0;
        for (int at = 0; at < disk.length; at += TestArray.BLOCK) {
            telling += disk[at] != 0 || disk[at + 1] != 0 ? 1 : 0;
        }
        return telling;
    }
}
