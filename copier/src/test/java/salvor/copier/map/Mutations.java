package salvor.copier.map;

import java.util.Arrays;
import java.util.Random;

/** Damages valid input for a parser to survive. */
final class Mutations {

    private Mutations() {}

    static byte[] of(byte[] valid, Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt();
                yield bytes;
            }
            case 2 -> {
                Arrays.fill(bytes, at, at + length, (byte) (random.nextInt(3) - 1));
                yield bytes;
            }
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> joined(bytes, at, at + length, bytes.length);
            default -> joined(bytes, at + length, at, bytes.length);
        };
    }

    /**
     * The bytes up to {@code end}, then those from {@code start} on: a part left out or doubled.
     */
    private static byte[] joined(byte[] bytes, int end, int start, int length) {
        byte[] joined = Arrays.copyOf(bytes, end + length - start);
        System.arraycopy(bytes, start, joined, end, length - start);
        return joined;
    }
}
