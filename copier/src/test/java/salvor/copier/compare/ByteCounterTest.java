package salvor.copier.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteCounterTest {

    private static final int LENGTH = 20_000;

    private final ByteCounter counter = new ByteCounter();

    @Test
    void countsAsALoopOverBytesDoesAtAnyPlaceAndLength() {
        long seed = Long.getLong("salvor.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] one = new byte[LENGTH];
            random.nextBytes(one);
            byte[] other = one.clone();
            int rarity = 1 + random.nextInt(9);
            for (int i = 0; i < LENGTH; i++) {
                other[i] += (byte) (random.nextInt(rarity) == 0 ? random.nextInt(256) : 0);
                one[i] = random.nextInt(2 * rarity) == 0 ? (byte) '\n' : one[i];
            }
            int from = random.nextInt(LENGTH);
            int length = random.nextInt(LENGTH - from + 1);
            String what = "seed " + seed + ", from " + from + ", length " + length;
            assertEquals(
                    differing(one, other, from, length), count(one, other, from, length), what);
            assertEquals(newlines(one, from, length), newlinesCounted(one, from, length), what);
            boolean equal = Arrays.equals(one, from, from + length, other, from, from + length);
            assertEquals(
                    equal ? newlines(one, from, length) : -1,
                    newlinesIfEqual(one, other, from, length),
                    what);
            assertEquals(
                    newlines(one, from, length),
                    newlinesIfEqual(one, one.clone(), from, length),
                    what);
        }
    }

    @Test
    void noCountOverflows() {
        byte[] lines = new byte[LENGTH];
        Arrays.fill(lines, (byte) '\n');
        byte[] all = new byte[LENGTH];
        Arrays.fill(all, (byte) 0xFF);
        assertEquals(LENGTH, newlinesCounted(lines, 0, LENGTH));
        assertEquals(0, newlinesCounted(all, 0, LENGTH));
        assertEquals(LENGTH, newlinesIfEqual(lines, lines, 0, LENGTH));
        assertEquals(0, newlinesIfEqual(all, all, 0, LENGTH));
        assertEquals(LENGTH, count(new byte[LENGTH], all, 0, LENGTH));
    }

    private long count(byte[] one, byte[] other, int from, int length) {
        return counter.differing(
                MemorySegment.ofArray(one), MemorySegment.ofArray(other), from, length);
    }

    /** One byte that differs is found wherever it is. */
    @Test
    void countsNothingWhereTheTwoDiffer() {
        byte[] one = new byte[5000];
        for (int at = 0; at < one.length; at++) {
            byte[] other = one.clone();
            other[at] = (byte) (1 << at % 8);
            assertEquals(-1, newlinesIfEqual(one, other, 0, one.length), "at " + at);
        }
    }

    private static long newlinesIfEqual(byte[] one, byte[] other, int from, int length) {
        return ByteCounter.newlinesIfEqual(
                MemorySegment.ofArray(one), MemorySegment.ofArray(other), from, length);
    }

    private long newlinesCounted(byte[] bytes, int from, int length) {
        return counter.newlines(MemorySegment.ofArray(bytes), from, length);
    }

    private static long differing(byte[] one, byte[] other, int from, int length) {
        long count = 0;
        for (int i = from; i < from + length; i++) {
            count += one[i] == other[i] ? 0 : 1;
        }
        return count;
    }

    private static long newlines(byte[] bytes, int from, int length) {
        long count = 0;
        for (int i = from; i < from + length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
