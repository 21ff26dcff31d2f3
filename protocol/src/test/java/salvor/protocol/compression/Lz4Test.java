package salvor.protocol.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.protocol.testing.Cases;

final class Lz4Test {

    @Test
    void whatIsPackedComesOutTheSame() {
        Cases.run(
                300,
                random -> {
                    byte[] raw = someBytes(random);
                    ByteBuffer out = ByteBuffer.allocateDirect(raw.length);
                    Lz4.unpack(pack(raw), out);
                    assertArrayEquals(raw, array(out));
                });
    }

    @Test
    void zerosBecomeMuchShorter() {
        assertTrue(pack(new byte[1 << 18]).remaining() < 2000);
    }

    @Test
    void aBlockOfAnotherLengthThanDeclaredIsRefused() {
        byte[] raw = someBytes(new Random(1));
        ByteBuffer packed = pack(raw);
        for (int length : new int[] {raw.length - 1, raw.length + 1, raw.length * 2}) {
            ByteBuffer out = ByteBuffer.allocateDirect(length);
            assertThrows(MalformedBlockException.class, () -> Lz4.unpack(packed, out));
        }
    }

    @Test
    void damagedBlocksNeverWriteOutsideTheirBuffer() {
        Cases.run(
                2000,
                random -> {
                    byte[] raw = someBytes(random);
                    ByteBuffer packed = pack(raw);
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        packed.put(random.nextInt(packed.limit()), (byte) random.nextInt());
                    }
                    int margin = 64;
                    ByteBuffer out = ByteBuffer.allocateDirect(raw.length + 2 * margin);
                    try {
                        Lz4.unpack(packed, out.slice(margin, raw.length));
                    } catch (MalformedBlockException _) {
                        // As it should be; what else came out right is the checksum's to judge.
                    }
                    byte[] all = array(out);
                    byte[] quiet = new byte[margin];
                    assertArrayEquals(quiet, Arrays.copyOf(all, margin));
                    assertArrayEquals(
                            quiet, Arrays.copyOfRange(all, margin + raw.length, all.length));
                });
    }

    private static ByteBuffer pack(byte[] raw) {
        ByteBuffer in = ByteBuffer.allocateDirect(raw.length).put(raw).flip();
        ByteBuffer packed = ByteBuffer.allocateDirect(Lz4.maxPacked(raw.length));
        return packed.limit(Lz4.pack(in, packed));
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    /** Runs of noise, repeats and zeros. */
    private static byte[] someBytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(20_000)];
        for (int at = 0; at < bytes.length; ) {
            int run = Math.min(bytes.length - at, 1 + random.nextInt(3000));
            byte[] part = new byte[run];
            switch (random.nextInt(3)) {
                case 0 -> random.nextBytes(part);
                case 1 -> Arrays.fill(part, (byte) random.nextInt());
                default -> {}
            }
            System.arraycopy(part, 0, bytes, at, run);
            at += run;
        }
        return bytes;
    }
}
