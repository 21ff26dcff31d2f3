package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** How many bytes differ, where the first is, and, if asked for, in which runs of sectors. */
public final class Tally implements Examination {

    private static final int STRIDE = 32 << 10;

    private final @Nullable RunListener listener;
    private final RunList open = new RunList();
    private long differing;
    private long first = -1;

    /**
     * @param listener hears of the runs; null when nobody wants them
     */
    public Tally(@Nullable RunListener listener) {
        this.listener = listener;
    }

    /** Bytes that differ. */
    public long differing() {
        return differing;
    }

    /** Where the first is, from 0; -1 when nothing differs. */
    public long first() {
        return first;
    }

    /** Tells of the last run. To be called once, at the end. */
    public void finish() {
        if (listener != null) {
            open.tell(listener, false);
        }
    }

    @Override
    public Examiner examiner(Turn turn) {
        return new Counter();
    }

    private final class Counter implements Examiner {
        private final ByteCounter counter = new ByteCounter();
        private final RunList runs = new RunList();
        private long count;
        private long foundAt;

        @Override
        public void begin(long unit) {
            runs.clear();
            count = 0;
            foundAt = -1;
        }

        @Override
        public boolean look(MemorySegment a, MemorySegment b, long position, int length) {
            for (int at = 0; at < length; at += STRIDE) {
                int end = Math.min(at + STRIDE, length);
                int same = (int) Bytes.firstDifference(a, at, b, at, end - at);
                if (at + same == end) {
                    continue;
                }
                if (foundAt < 0) {
                    foundAt = position + at + same;
                }
                if (listener == null) {
                    int from = at + same;
                    count += counter.differing(a, b, from, end - from);
                } else {
                    countSectors(a, b, position, at + same, end);
                }
            }
            return true;
        }

        private void countSectors(
                MemorySegment a, MemorySegment b, long position, int from, int end) {
            for (int at = from; at < end; ) {
                int rest = (int) (RunList.SECTOR - (position + at) % RunList.SECTOR);
                int sectorEnd = Math.min(end, at + rest);
                int same = (int) Bytes.firstDifference(a, at, b, at, sectorEnd - at);
                if (at + same < sectorEnd) {
                    long bytes = counter.differing(a, b, at + same, sectorEnd - at - same);
                    count += bytes;
                    runs.add(
                            position + at + same,
                            position + lastDifference(a, b, sectorEnd),
                            bytes);
                }
                at = sectorEnd;
            }
        }

        /** The last difference before {@code end}; there is one. */
        private int lastDifference(MemorySegment a, MemorySegment b, int end) {
            int at = end - 1;
            while (a.get(ValueLayout.JAVA_BYTE, at) == b.get(ValueLayout.JAVA_BYTE, at)) {
                at--;
            }
            return at;
        }

        @Override
        public void same(long position, int length, int newlines, boolean endsLine) {}

        @Override
        public boolean publish() {
            differing += count;
            if (first < 0) {
                first = foundAt;
            }
            if (listener != null && runs.size() > 0) {
                runs.tell(open::add, false);
                open.tell(listener, true);
            }
            return true;
        }
    }
}
