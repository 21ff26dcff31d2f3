package salvor.copier.compare;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A line for each differing byte. */
public final class EveryDifference implements Examination {

    /** So much is formatted ahead of one's turn; what does not fit waits. */
    private static final long BUFFER = 12 << 20;

    private static final int STRIDE = 8 << 10;

    private final int width;
    private final boolean printBytes;
    private final LineSink output;
    private boolean found;

    /**
     * @param width columns of the byte's number
     * @param printBytes whether the bytes are shown as characters too
     */
    public EveryDifference(int width, boolean printBytes, LineSink output) {
        this.width = width;
        this.printBytes = printBytes;
        this.output = output;
    }

    public boolean found() {
        return found;
    }

    @Override
    public Examiner examiner(Turn turn) {
        return new Lister(turn);
    }

    private final class Lister implements Examiner {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment buffer = arena.allocate(BUFFER);
        private final DifferenceLines lines = new DifferenceLines(width, printBytes);
        private final Turn turn;
        private long unit;
        private long used;
        private boolean differs;

        Lister(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void begin(long unit) {
            this.unit = unit;
            used = 0;
            differs = false;
        }

        @Override
        public boolean look(MemorySegment a, MemorySegment b, long position, int length)
                throws InterruptedException {
            int from = (int) Bytes.firstDifference(a, 0, b, 0, length);
            differs |= from < length;
            for (int at = from; at < length; at += STRIDE) {
                int part = Math.min(STRIDE, length - at);
                if (used + (long) part * DifferenceLines.LINE_MAX > BUFFER) {
                    if (!turn.await(unit)) {
                        return false;
                    }
                    flush();
                }
                used = lines.write(a, b, at, part, position + at + 1, buffer, used);
            }
            return true;
        }

        private void flush() {
            output.write(buffer, used);
            used = 0;
        }

        @Override
        public void same(long position, int length, int newlines, boolean endsLine) {}

        @Override
        public boolean publish() {
            found |= differs;
            if (used > 0) {
                flush();
            }
            return true;
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
