package salvor.protocol.compression;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 blocks, with the native library where there is one. Thread-safe. */
public final class Lz4 {

    private static final class Native {
        static final LZ4Factory FACTORY = LZ4Factory.fastestInstance();
        static final LZ4Compressor COMPRESSOR = FACTORY.fastCompressor();
        static final LZ4SafeDecompressor DECOMPRESSOR = FACTORY.safeDecompressor();
    }

    private Lz4() {}

    /** Bytes that {@code length} raw bytes may need when packed, at worst. */
    public static int maxPacked(int length) {
        return Native.COMPRESSOR.maxCompressedLength(length);
    }

    /**
     * Packs what remains in {@code raw}. Neither buffer's position moves.
     *
     * @param packed direct, with at least {@link #maxPacked} bytes remaining
     * @return the bytes it took, which may be more than the raw ones
     */
    public static int pack(ByteBuffer raw, ByteBuffer packed) {
        return Native.COMPRESSOR.compress(
                raw,
                raw.position(),
                raw.remaining(),
                packed,
                packed.position(),
                packed.remaining());
    }

    /**
     * Unpacks what remains in {@code packed} so that it fills what remains in {@code raw}. Neither
     * buffer's position moves.
     *
     * @throws MalformedBlockException when it is damaged, or would give more bytes or fewer; what
     *     {@code raw} then holds is undefined
     */
    public static void unpack(ByteBuffer packed, ByteBuffer raw) throws MalformedBlockException {
        int length;
        try {
            length =
                    Native.DECOMPRESSOR.decompress(
                            packed,
                            packed.position(),
                            packed.remaining(),
                            raw,
                            raw.position(),
                            raw.remaining());
        } catch (LZ4Exception _) {
            throw new MalformedBlockException("not an LZ4 block of " + raw.remaining() + " bytes");
        }
        if (length != raw.remaining()) {
            throw new MalformedBlockException(
                    "an LZ4 block of " + length + " bytes instead of " + raw.remaining());
        }
    }
}
