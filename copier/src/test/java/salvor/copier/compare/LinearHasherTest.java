package salvor.copier.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.protocol.message.BlockHash;

class LinearHasherTest {

    private static final long Y = 0x100;

    /** Of two elements of GF(2^8), bit by bit. */
    private static int product(int a, int b) {
        int product = 0;
        for (int i = 7; i >= 0; i--) {
            product = product << 1 ^ ((product & 0x80) != 0 ? 0x11D : 0);
            product ^= ((b >> i) & 1) != 0 ? a : 0;
        }
        return product;
    }

    /** Of two elements of GF(2^64), as one learns it at school. */
    private static long product(long a, long b) {
        int[] all = new int[15];
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                all[i + j] ^= product((int) (a >>> (8 * i)) & 0xFF, (int) (b >>> (8 * j)) & 0xFF);
            }
        }
        // y^8 is y^3 + y^2 + 8.
        for (int i = 14; i >= 8; i--) {
            all[i - 5] ^= all[i];
            all[i - 6] ^= all[i];
            all[i - 8] ^= product(all[i], 8);
        }
        long product = 0;
        for (int i = 7; i >= 0; i--) {
            product = product << 8 | all[i];
        }
        return product;
    }

    private static HashKey.Linear key(Random random) {
        return new HashKey.Linear(random.nextLong(), random.nextLong());
    }

    private static BlockHash hash(HashKey.Linear key, byte[] block) {
        return new LinearHasher(key, block.length).hash(MemorySegment.ofArray(block), 0);
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Rabin's test of y^8+y^3+y^2+8: only in a field has a polynomial so few roots. */
    @Test
    void wordsAreElementsOfAField() {
        long power = Y;
        for (int i = 0; i < 32; i++) {
            power = product(power, power);
        }
        long difference = power ^ Y;
        for (int i = 0; i < 32; i++) {
            power = product(power, power);
        }
        assertEquals(Y, power, "y^(2^64) is y");
        long unit = 1;
        for (int i = 0; i < 64; i++) {
            unit = product(product(unit, unit), difference);
        }
        assertEquals(1, unit, "y^(2^32) - y has no factor in common with the polynomial");
    }

    @Test
    void productsAreThoseOfTheField() {
        Cases.run(
                2000,
                random -> {
                    long a = random.nextLong();
                    long b = random.nextLong();
                    assertEquals(product(a, b), GaloisField.times(GaloisField.multiples(a), b));
                });
    }

    @Test
    void theHashIsThePolynomialOfTheWordsAtTheKeysPoints() {
        Cases.run(
                100,
                random -> {
                    HashKey.Linear key = key(random);
                    byte[] block = noise(random, 1 + random.nextInt(9000));
                    Arrays.fill(block, 0, random.nextInt(block.length), (byte) 0);
                    long high = 0;
                    long low = 0;
                    for (int at = 0; at < block.length; at += 8) {
                        long word = 0;
                        for (int i = Math.min(7, block.length - 1 - at); i >= 0; i--) {
                            word = word << 8 | (block[at + i] & 0xFF);
                        }
                        high = product(high ^ word, key.first());
                        low = product(low ^ word, key.second());
                    }
                    BlockHash hash = hash(key, block);
                    assertEquals(high, hash.high());
                    assertEquals(low, hash.low());
                });
    }

    @Test
    void sumsAndMultiplesOfBlocksHaveThoseOfTheHashes() {
        Cases.run(
                300,
                random -> {
                    HashKey.Linear key = key(random);
                    int length = 1 + random.nextInt(20_000);
                    int factor = random.nextInt(256);
                    byte[] a = noise(random, length);
                    byte[] b = noise(random, length);
                    byte[] both = new byte[length];
                    for (int i = 0; i < length; i++) {
                        both[i] = (byte) (product(factor, a[i] & 0xFF) ^ b[i]);
                    }
                    BlockHash ofA = hash(key, a);
                    BlockHash ofB = hash(key, b);
                    BlockHash sum = hash(key, both);
                    assertEquals(product(factor, ofA.high()) ^ ofB.high(), sum.high());
                    assertEquals(product(factor, ofA.low()) ^ ofB.low(), sum.low());
                });
    }

    /** Differences that a weaker hash could miss: few bits, shifted, swapped, repeated words. */
    @Test
    void noDifferenceIsLostInEitherHalf() {
        Cases.run(
                2000,
                random -> {
                    byte[] difference = new byte[16 << 10];
                    int kind = random.nextInt(3);
                    byte[] piece = noise(random, kind == 0 ? 1 : 8 << random.nextInt(10));
                    for (int i = 1 + random.nextInt(4); i > 0; i--) {
                        int at = random.nextInt(difference.length / piece.length) * piece.length;
                        byte[] part = kind == 2 ? noise(random, piece.length) : piece;
                        System.arraycopy(part, 0, difference, at, part.length);
                    }
                    difference[0] |= 1;
                    BlockHash hash = hash(key(random), difference);
                    assertNotEquals(0, hash.high());
                    assertNotEquals(0, hash.low());
                });
    }

    /** What vanishes at a point was made for it, and vanishes nowhere else. */
    @Test
    void aBlockMadeForOneKeyShowsUnderAnother() {
        Cases.run(
                100,
                random -> {
                    HashKey.Linear known = key(random);
                    byte[] made = new byte[16];
                    long word = random.nextLong() | 1;
                    MemorySegment words = MemorySegment.ofArray(made);
                    words.set(Bytes.WORD, 0, word);
                    words.set(Bytes.WORD, 8, product(word, known.first()));
                    assertEquals(0, hash(known, made).high());
                    assertNotEquals(0, hash(known, made).low());
                    assertNotEquals(0, hash(key(random), made).high());
                });
    }

    @Test
    void zerosHaveNoHash() {
        BlockHash none = hash(new HashKey.Linear(3, 4), new byte[16 << 10]);
        assertEquals(BlockHash.ZERO, none);
        byte[] last = new byte[(16 << 10) - 3];
        last[last.length - 1] = 1;
        BlockHash some = hash(new HashKey.Linear(3, 4), last);
        assertTrue(some.high() != 0 && some.low() != 0);
    }
}
