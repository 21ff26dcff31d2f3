package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Which pages of a memory that bytes are read into are holes. Nobody makes those zero before
 * somebody looks at them; hashes need not. Not thread-safe.
 */
final class HolePages implements HoleFiller {

    private final long[] words;

    /**
     * @param bytes of the memory
     */
    HolePages(long bytes) {
        // One more, so that no block's pages end at the last.
        words = new long[(int) (bytes / Bytes.PAGE / Long.SIZE) + 2];
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    /** Notes the whole pages; of others, makes the part zero. */
    @Override
    public void hole(MemorySegment memory, long from, long to) {
        long first = Math.ceilDiv(from, Bytes.PAGE);
        long end = to / Bytes.PAGE;
        if (first >= end) {
            ZEROS.hole(memory, from, to);
            return;
        }
        for (long page = first; page < end; page++) {
            words[word(page)] |= 1L << page;
        }
        ZEROS.hole(memory, from, first * Bytes.PAGE);
        ZEROS.hole(memory, end * Bytes.PAGE, to);
    }

    /** Makes those zero that lie in a part of the memory, and forgets them. */
    void fill(MemorySegment memory, long from, long to) {
        for (long page = from / Bytes.PAGE; page * Bytes.PAGE < to; page++) {
            if ((words[word(page)] & (1L << page)) != 0) {
                ZEROS.hole(memory, page * Bytes.PAGE, (page + 1) * Bytes.PAGE);
                words[word(page)] &= ~(1L << page);
            }
        }
    }

    /**
     * A bit for each of the 64 pages from {@code from} on, the lowest for the first: set where it
     * is a hole.
     *
     * @param from where a page begins
     */
    long from(long from) {
        long page = from / Bytes.PAGE;
        long bits = words[word(page)] >>> page;
        int rest = (int) (page % Long.SIZE);
        return rest == 0 ? bits : bits | words[word(page) + 1] << -rest;
    }

    /** Whether the bit is set for the page that holds the byte at {@code at}. */
    static boolean isSet(long bits, long at) {
        return (bits >>> (at / Bytes.PAGE) & 1) != 0;
    }

    private static int word(long page) {
        return (int) (page / Long.SIZE);
    }
}
