package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where the two first differ, and in which line of the first that is. */
public final class FirstDifference implements Examination {

    /** Where the two differ, so many bytes are looked at once more, in the cache. */
    private static final int STRIDE = 32 << 10;

    private final boolean countLines;
    private long newlines;
    private long position = -1;
    private int firstByte;
    private int secondByte;

    /** The byte after the last newline, or 0. */
    private long lineStart;

    /**
     * @param countLines whether lines matter
     */
    public FirstDifference(boolean countLines) {
        this.countLines = countLines;
    }

    public boolean found() {
        return position >= 0;
    }

    /** Where they differ, from 0; -1 when they do not. */
    public long position() {
        return position;
    }

    /** The byte of the first there, 0 to 255. */
    public int firstByte() {
        return firstByte;
    }

    /** The byte of the second there, 0 to 255. */
    public int secondByte() {
        return secondByte;
    }

    /** Newlines in the first before the difference, or before the end. */
    public long newlines() {
        return newlines;
    }

    /** Whether the byte at {@code position}, where the comparison ended, would start a line. */
    public boolean atLineStart(long position) {
        return lineStart == position;
    }

    @Override
    public long decidedAt() {
        return found() ? position : Long.MAX_VALUE;
    }

    @Override
    public boolean countsLines() {
        return countLines;
    }

    @Override
    public Examiner examiner(Turn turn) {
        return new Looker();
    }

    private final class Looker implements Examiner {
        private final ByteCounter counter = new ByteCounter();
        private long lines;
        private long afterNewline;
        private long foundAt;
        private int first;
        private int second;

        @Override
        public void begin(long unit) {
            lines = 0;
            afterNewline = -1;
            foundAt = -1;
        }

        @Override
        public boolean look(MemorySegment a, MemorySegment b, long position, int length) {
            for (int at = 0; at < length; at += STRIDE) {
                int part = Math.min(STRIDE, length - at);
                if (countLines && countLinesIfEqual(a, b, at, part, position + at)) {
                    continue;
                }
                int same = (int) Bytes.firstDifference(a, at, b, at, part);
                if (countLines) {
                    addLines(counter.newlines(a, at, same), a, at, same, position + at);
                }
                if (same < part) {
                    foundAt = position + at + same;
                    first = a.get(ValueLayout.JAVA_BYTE, at + same) & 0xFF;
                    second = b.get(ValueLayout.JAVA_BYTE, at + same) & 0xFF;
                    return false;
                }
            }
            return true;
        }

        private boolean countLinesIfEqual(
                MemorySegment a, MemorySegment b, int from, int length, long position) {
            long newlines = ByteCounter.newlinesIfEqual(a, b, from, length);
            if (newlines >= 0) {
                addLines(newlines, a, from, length, position);
            }
            return newlines >= 0;
        }

        private void addLines(long newlines, MemorySegment a, int from, int length, long position) {
            lines += newlines;
            if (length > 0 && a.get(ValueLayout.JAVA_BYTE, from + length - 1) == '\n') {
                afterNewline = position + length;
            }
        }

        @Override
        public void same(long position, int length, int newlines, boolean endsLine) {
            lines += newlines;
            if (endsLine) {
                afterNewline = position + length;
            }
        }

        @Override
        public boolean publish() {
            newlines += lines;
            if (afterNewline >= 0) {
                lineStart = afterNewline;
            }
            if (foundAt < 0) {
                return true;
            }
            position = foundAt;
            firstByte = first;
            secondByte = second;
            return false;
        }
    }
}
