package salvor.copier.compare;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import salvor.protocol.message.BlockHash;

/** XXH3-128 of the pages that are not zero and of where they are. */
final class Xxh3Hasher implements BlockHasher {

    private static final ValueLayout.OfLong BITS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Hasher128 hasher;
    private final boolean lines;
    private final ByteCounter counter = new ByteCounter();

    /** On the heap, where the library hashes fastest whichever compiler compiled it. */
    private final byte[] pages;

    private final MemorySegment onHeap;

    /**
     * @param blockMax bytes of a block, at most; not more than 256 KiB
     */
    Xxh3Hasher(HashKey.Xxh3 key, int blockMax) {
        pages = new byte[Long.BYTES + blockMax];
        onHeap = MemorySegment.ofArray(pages);
        hasher = Hashing.xxh3_128(key.seed());
        lines = key.lines();
    }

    @Override
    public BlockHash hash(MemorySegment block) {
        long length = block.byteSize();
        long places = 0;
        int used = Long.BYTES;
        int newlines = 0;
        for (long at = 0; at < length; at += Bytes.PAGE) {
            int bytes = (int) Math.min(Bytes.PAGE, length - at);
            if (!Bytes.isZero(block, at, bytes)) {
                MemorySegment.copy(block, at, onHeap, used, bytes);
                used += bytes;
                places |= 1L << (at / Bytes.PAGE);
                newlines += lines ? (int) counter.newlines(block, at, bytes) : 0;
            }
        }
        if (places == 0) {
            return BlockHash.ZERO;
        }
        onHeap.set(BITS, 0, places);
        HashValue128 hash = hasher.hashBytesTo128Bits(pages, 0, used);
        return new BlockHash(
                BlockHash.State.HASHED,
                hash.getMostSignificantBits(),
                hash.getLeastSignificantBits(),
                newlines,
                lines && block.get(ValueLayout.JAVA_BYTE, length - 1) == '\n');
    }
}
