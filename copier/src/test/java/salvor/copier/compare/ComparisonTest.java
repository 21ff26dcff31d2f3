package salvor.copier.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.device.Device;
import salvor.copier.device.ErrorClass;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class ComparisonTest {

    /** A run of differing sectors. */
    private record Run(long first, long last, long bytes) {}

    /** Larger than what one worker does alone. */
    private static final int LARGE = 3 << 20;

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] changed(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(20); i > 0 && copy.length > 0; i--) {
            int at = random.nextInt(copy.length);
            int length = Math.min(copy.length - at, 1 + random.nextInt(2000));
            for (int k = 0; k < length; k += 1 + random.nextInt(300)) {
                copy[at + k]++;
            }
        }
        return copy;
    }

    private static List<Run> runs(byte[] a, byte[] b) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < a.length; i++) {
            if (a[i] == b[i]) {
                continue;
            }
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && i / 512 <= last.last() / 512 + 1) {
                runs.set(runs.size() - 1, new Run(last.first(), i, last.bytes() + 1));
            } else {
                runs.add(new Run(i, i, 1));
            }
        }
        return runs;
    }

    private static Side side(byte[] bytes, List<Extent> faults) {
        return Side.of(new FaultyDevice(bytes, faults, ErrorClass.MEDIUM), 0);
    }

    @Test
    void tallyFindsEveryRunOfDifferingSectors() {
        Cases.run(
                200,
                random -> {
                    int length = random.nextInt(20) == 0 ? LARGE : random.nextInt(200_000);
                    byte[] a = random(random, length);
                    byte[] b = changed(a, random);
                    List<Run> found = new ArrayList<>();
                    Tally tally =
                            new Tally(
                                    (first, last, bytes) -> found.add(new Run(first, last, bytes)));
                    Tally count = new Tally(null);
                    Sides sides = new Sides(side(a, List.of()), side(b, List.of()), length);
                    Comparison.run(sides, tally, (_, _) -> {});
                    Comparison.run(sides, count, (_, _) -> {});
                    tally.finish();
                    List<Run> expected = runs(a, b);
                    assertEquals(expected, found);
                    assertEquals(expected.stream().mapToLong(Run::bytes).sum(), count.differing());
                    assertEquals(Math.max(-1, Arrays.mismatch(a, b)), tally.first());
                });
    }

    @Test
    void unreadableSectorsAreToldOnceAndTheRestIsCompared() {
        Cases.run(
                100,
                random -> {
                    int sectors = random.nextInt(10) == 0 ? LARGE / 512 : 1 + random.nextInt(400);
                    byte[] a = random(random, sectors * 512);
                    byte[] b = changed(a, random);
                    List<Extent> firstBad = faults(random, sectors);
                    List<Extent> secondBad = faults(random, sectors);
                    List<Extent> firstTold = new ArrayList<>();
                    List<Extent> secondTold = new ArrayList<>();
                    Tally tally = new Tally(null);
                    Comparison.Result result =
                            Comparison.run(
                                    new Sides(side(a, firstBad), side(b, secondBad), a.length),
                                    tally,
                                    (second, area) -> (second ? secondTold : firstTold).add(area));
                    assertEquals(firstBad, firstTold);
                    assertEquals(secondBad, secondTold);
                    long lost = hide(firstBad, secondBad, a, b);
                    assertEquals(lost, result.passedOver());
                    assertEquals(
                            runs(a, b).stream().mapToLong(Run::bytes).sum(), tally.differing());
                });
    }

    /** Bad sectors on both sides of where one worker's unit ends and another's begins. */
    @Test
    void aSectorIsNotBadBecauseAnotherWorkersReadFailedWithIt() {
        Cases.run(
                5,
                random -> {
                    byte[] bytes = random(random, LARGE);
                    List<Extent> bad = new ArrayList<>();
                    long edge = 0;
                    for (int size = UnitSizes.NEAR.first(); edge + size < LARGE; ) {
                        edge += size;
                        size = Math.min(2 * size, UnitSizes.NEAR.max());
                        bad.add(new Extent(edge - 2 * 512, 512));
                        bad.add(new Extent(edge + 512, 512));
                    }
                    Device merging =
                            new MergingDevice(new FaultyDevice(bytes, bad, ErrorClass.MEDIUM), bad);
                    List<Extent> told = new ArrayList<>();
                    Comparison.run(
                            new Sides(Side.of(merging, 0), side(bytes, List.of()), LARGE),
                            new Tally(null),
                            (_, area) -> told.add(area));
                    assertEquals(bad, told);
                });
    }

    /** Apart from each other by a sector or more. */
    private static List<Extent> faults(Random random, int sectors) {
        List<Extent> faults = new ArrayList<>();
        for (int at = random.nextInt(300); at < sectors; at += 1 + random.nextInt(500)) {
            int length = Math.min(sectors - at, 1 + random.nextInt(40));
            faults.add(new Extent(at * 512L, length * 512L));
            at += length;
        }
        return faults;
    }

    /** Makes both alike where one is bad, and counts those bytes. */
    private static long hide(List<Extent> first, List<Extent> second, byte[] a, byte[] b) {
        boolean[] bad = new boolean[a.length];
        for (Extent extent : first) {
            Arrays.fill(bad, (int) extent.start(), (int) extent.end(), true);
        }
        for (Extent extent : second) {
            Arrays.fill(bad, (int) extent.start(), (int) extent.end(), true);
        }
        long count = 0;
        for (int i = 0; i < a.length; i++) {
            if (bad[i]) {
                b[i] = a[i];
                count++;
            }
        }
        return count;
    }

    @Test
    void whatARescueCouldNotReadIsLeftOut() {
        Cases.run(
                100,
                random -> {
                    byte[] a = random(random, 1 + random.nextInt(300_000));
                    byte[] b = changed(a, random);
                    RescueMap map = new RescueMap(a.length);
                    map.set(new Extent(0, a.length), Status.RESCUED);
                    List<Extent> lost = faults(random, a.length / 512);
                    lost.forEach(extent -> map.set(extent, Status.BAD));
                    FaultyDevice first = new FaultyDevice(a, List.of(), ErrorClass.MEDIUM);
                    Side side = new Side(first, () -> first, 0, map);
                    Tally tally = new Tally(null);
                    Comparison.Result result =
                            Comparison.run(
                                    new Sides(side, side(b, List.of()), a.length),
                                    tally,
                                    (_, _) -> {});
                    assertEquals(hide(lost, List.of(), a, b), result.passedOver());
                    assertEquals(
                            runs(a, b).stream().mapToLong(Run::bytes).sum(), tally.differing());
                });
    }

    @Test
    void aDeviceThatLeftEndsTheComparison() {
        byte[] bytes = new byte[LARGE];
        List<Extent> gone = List.of(new Extent(1 << 20, 1 << 20));
        Side side = Side.of(new FaultyDevice(bytes, gone, ErrorClass.VANISHED), 0);
        Sides sides = new Sides(side, side(bytes, List.of()), LARGE);
        assertThrows(
                IOException.class,
                () -> Comparison.run(sides, new FirstDifference(true), (_, _) -> {}));
    }

    @Test
    void aDeviceShorterThanItSaidEndsTheComparisonThere() throws IOException {
        Sides sides =
                new Sides(
                        side(new byte[1_000_000], List.of()),
                        side(new byte[700_001], List.of()),
                        1_000_000);
        FirstDifference first = new FirstDifference(true);
        assertEquals(700_001, Comparison.run(sides, first, (_, _) -> {}).end());
    }
}
