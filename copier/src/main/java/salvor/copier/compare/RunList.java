package salvor.copier.compare;

import java.util.Arrays;

/** Runs of differing sectors, ascending; neighbours are merged as they come. */
final class RunList {

    /** Runs are counted in the smallest sectors there are. */
    static final int SECTOR = 512;

    private long[] first = new long[16];
    private long[] last = new long[16];
    private long[] bytes = new long[16];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** Adds a run that lies after those added before, or goes on where the last one ended. */
    void add(long from, long to, long differing) {
        if (size > 0 && from / SECTOR <= last[size - 1] / SECTOR + 1) {
            last[size - 1] = to;
            bytes[size - 1] += differing;
            return;
        }
        if (size == first.length) {
            first = Arrays.copyOf(first, 2 * size);
            last = Arrays.copyOf(last, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        first[size] = from;
        last[size] = to;
        bytes[size] = differing;
        size++;
    }

    /** Moves all runs to {@code target}, except that the last stays if {@code keepLast}. */
    void tell(RunListener target, boolean keepLast) {
        int told = keepLast ? Math.max(0, size - 1) : size;
        for (int i = 0; i < told; i++) {
            target.run(first[i], last[i], bytes[i]);
        }
        if (told > 0) {
            System.arraycopy(first, told, first, 0, size - told);
            System.arraycopy(last, told, last, 0, size - told);
            System.arraycopy(bytes, told, bytes, 0, size - told);
            size -= told;
        }
    }
}
