package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import salvor.protocol.message.BlockHash;

/** A block's words as the coefficients of a polynomial, evaluated at two points. */
final class LinearHasher implements BlockHasher {

    private final long[] first;
    private final long[] second;

    /** On the heap, where the words are reached fastest whichever compiler compiled it. */
    private final long[] words;

    /**
     * @param blockMax bytes of a block, at most
     */
    LinearHasher(HashKey.Linear key, int blockMax) {
        first = GaloisField.multiples(key.first());
        second = GaloisField.multiples(key.second());
        words = new long[Math.ceilDiv(blockMax, Long.BYTES)];
    }

    @Override
    public BlockHash hash(MemorySegment block, long holes) {
        long length = block.byteSize();
        long from = 0;
        // Zeros before all else leave the sums at zero.
        while (from < length && isZero(block, from, holes)) {
            from += Bytes.PAGE;
        }
        if (from >= length) {
            return BlockHash.ZERO;
        }
        int count = take(block.asSlice(from));
        for (long at = from; at < length; at += Bytes.PAGE) {
            if (HolePages.isSet(holes, at)) {
                int start = (int) ((at - from) / Long.BYTES);
                Arrays.fill(words, start, Math.min(count, start + Bytes.PAGE / Long.BYTES), 0);
            }
        }
        return hash(count);
    }

    private static boolean isZero(MemorySegment block, long page, long holes) {
        return HolePages.isSet(holes, page)
                || Bytes.isZero(block, page, Math.min(Bytes.PAGE, block.byteSize() - page));
    }

    /** Copies the words; returns how many. */
    private int take(MemorySegment bytes) {
        int whole = (int) (bytes.byteSize() / Long.BYTES);
        MemorySegment.copy(bytes, Bytes.WORD, 0, words, 0, whole);
        long rest = (long) whole * Long.BYTES;
        if (rest == bytes.byteSize()) {
            return whole;
        }
        long last = 0;
        for (long at = bytes.byteSize() - 1; at >= rest; at--) {
            last = last << 8 | (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF);
        }
        words[whole] = last;
        return whole + 1;
    }

    private BlockHash hash(int count) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < count; i++) {
            high = GaloisField.times(first, high ^ words[i]);
            low = GaloisField.times(second, low ^ words[i]);
        }
        return new BlockHash(BlockHash.State.HASHED, high, low, 0, false);
    }
}
