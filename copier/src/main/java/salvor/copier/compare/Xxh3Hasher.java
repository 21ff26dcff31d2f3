package salvor.copier.compare;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import salvor.protocol.message.BlockHash;

/** XXH3-128 of the pages that are not zero and of where they are. */
final class Xxh3Hasher implements BlockHasher {

    private static final ValueLayout.OfLong BITS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final byte[] ZEROS = new byte[Bytes.PAGE];

    private final Hasher128 hasher;
    private final boolean lines;
    private final ByteCounter counter = new ByteCounter();

    /** On the heap, where the library hashes fastest whichever compiler compiled it. */
    private final byte[] pages;

    private final MemorySegment onHeap;

    /** How much of {@link #pages} is used, and which pages of the block those are. */
    private int used;

    private long places;

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
    public BlockHash hash(MemorySegment block, long holes) {
        places = 0;
        used = Long.BYTES;
        int length = (int) block.byteSize();
        for (int at = 0; at < length; ) {
            int page = at / Bytes.PAGE;
            int to = Math.min(length, at + run(holes, page) * Bytes.PAGE);
            if (!HolePages.isSet(holes, at)) {
                take(block, at, to);
            }
            at = to;
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
                lines ? (int) counter.newlines(onHeap, Long.BYTES, used - Long.BYTES) : 0,
                lines && endsLine(length));
    }

    /** How many pages from {@code page} on are all holes, or all none. */
    private static int run(long holes, int page) {
        long rest = holes >> page;
        return Long.numberOfTrailingZeros((rest & 1) == 0 ? rest : ~rest);
    }

    /** Copies the pages that are not zero. */
    private void take(MemorySegment block, int from, int to) {
        MemorySegment.copy(block, from, onHeap, used, to - from);
        int end = used + to - from;
        for (int at = used, page = from / Bytes.PAGE; at < end; at += Bytes.PAGE, page++) {
            int bytes = Math.min(Bytes.PAGE, end - at);
            if (!Arrays.equals(pages, at, at + bytes, ZEROS, 0, bytes)) {
                if (used < at) {
                    System.arraycopy(pages, at, pages, used, bytes);
                }
                used += bytes;
                places |= 1L << page;
            }
        }
    }

    /** Whether the last byte of the block, when so many bytes are used, is a newline. */
    private boolean endsLine(int length) {
        return HolePages.isSet(places, length - 1) && pages[used - 1] == '\n';
    }
}
