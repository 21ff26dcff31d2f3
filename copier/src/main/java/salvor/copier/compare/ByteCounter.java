package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Counts bytes, eight a step, in words on the heap: those are fast before the second compiler was
 * there, and it is done with them in a third of the time that it takes for memory segments. Not
 * thread-safe.
 */
final class ByteCounter {

    /** Bytes copied to the heap at a time; they stay in the first-level cache. */
    private static final int PIECE = 4096;

    /** Words that can be summed up byte by byte, before a byte overflows. */
    private static final int RUN_MAX = 255;

    private static final int RUN = 128;

    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long NEWLINES = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long EVEN_BYTES = 0x00ff_00ff_00ff_00ffL;
    private static final long ONE_EACH_SHORT = 0x0001_0001_0001_0001L;

    private final long[] words = new long[PIECE / Long.BYTES];
    private final long[] otherWords = new long[PIECE / Long.BYTES];
    private final MemorySegment memory = MemorySegment.ofArray(words);
    private final MemorySegment otherMemory = MemorySegment.ofArray(otherWords);

    /** In how many of the {@code length} bytes at {@code from} the two differ. */
    long differing(MemorySegment a, MemorySegment b, long from, long length) {
        long count = 0;
        for (long done = 0; done < length; done += PIECE) {
            int bytes = (int) Math.min(PIECE, length - done);
            int used = load(a, from + done, bytes, memory, words);
            load(b, from + done, bytes, otherMemory, otherWords);
            for (int at = 0; at < used; at += RUN) {
                count += sum(differing(words, otherWords, at, Math.min(used, at + RUN)));
            }
        }
        return count;
    }

    /**
     * How many of the {@code length} bytes at {@code from} are newlines, where the two are equal
     * there; -1 where they are not. Needs the second compiler; then it takes no longer than
     * comparing alone, for it counts while it waits for memory.
     */
    static long newlinesIfEqual(MemorySegment a, MemorySegment b, long from, int length) {
        int words = length / Long.BYTES;
        long count = 0;
        for (int at = 0; at < words; at += RUN_MAX) {
            int run = Math.min(RUN_MAX, words - at);
            long others = othersIfEqual(a, b, from + (long) at * Long.BYTES, run);
            if (others < 0) {
                return -1;
            }
            count += (long) run * Long.BYTES - others;
        }
        for (long at = from + (long) words * Long.BYTES; at < from + length; at++) {
            byte value = a.get(ValueLayout.JAVA_BYTE, at);
            if (value != b.get(ValueLayout.JAVA_BYTE, at)) {
                return -1;
            }
            count += value == '\n' ? 1 : 0;
        }
        return count;
    }

    /** How many bytes of up to {@link #RUN_MAX} words are no newline; -1 where the two differ. */
    private static long othersIfEqual(MemorySegment a, MemorySegment b, long from, int run) {
        long different = 0;
        long counts = 0;
        for (int i = 0; i < run; i++) {
            long word = a.get(Bytes.WORD, from + (long) i * Long.BYTES);
            different |= word ^ b.get(Bytes.WORD, from + (long) i * Long.BYTES);
            counts += nonZero(word ^ NEWLINES);
        }
        return different == 0 ? sum(counts) : -1;
    }

    /** How many of the {@code length} bytes at {@code from} are newlines. */
    long newlines(MemorySegment a, long from, long length) {
        long count = 0;
        for (long done = 0; done < length; done += PIECE) {
            int bytes = (int) Math.min(PIECE, length - done);
            int used = load(a, from + done, bytes, memory, words);
            count += (long) used * Long.BYTES;
            for (int at = 0; at < used; at += RUN) {
                count -= sum(others(words, at, Math.min(used, at + RUN)));
            }
        }
        return count;
    }

    /** Copies, fills the last word with zeros, and tells how many words there are. */
    private static int load(
            MemorySegment from, long at, int bytes, MemorySegment into, long[] words) {
        int used = (bytes + Long.BYTES - 1) / Long.BYTES;
        words[used - 1] = 0;
        MemorySegment.copy(from, at, into, 0, bytes);
        return used;
    }

    /** In each byte, how many bytes of the words differ there. */
    private static long differing(long[] a, long[] b, int from, int to) {
        long counts = 0;
        for (int i = from; i < to; i++) {
            counts += nonZero(a[i] ^ b[i]);
        }
        return counts;
    }

    /** In each byte, how many bytes of the words are no newline there. */
    private static long others(long[] a, int from, int to) {
        long counts = 0;
        for (int i = from; i < to; i++) {
            counts += nonZero(a[i] ^ NEWLINES);
        }
        return counts;
    }

    /** 1 in each byte where {@code word} is not zero. */
    private static long nonZero(long word) {
        return ((((word & LOW_BITS) + LOW_BITS) | word) & HIGH_BITS) >>> 7;
    }

    private static long sum(long counts) {
        long pairs = (counts & EVEN_BYTES) + ((counts >>> 8) & EVEN_BYTES);
        return (pairs * ONE_EACH_SHORT) >>> 48;
    }
}
