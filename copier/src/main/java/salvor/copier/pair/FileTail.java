package salvor.copier.pair;

import salvor.copier.pair.metadata.Area;

/** The last block of a file, which is zero from the file's end on. */
final class FileTail {

    /** Bytes before a file's end that are hardly ever all zero. */
    private static final int BEFORE = 512;

    private FileTail() {}

    /** Whether a file may end at {@code end} of {@code block}. */
    static boolean isAt(Area block, int end) {
        return !block.isZero(Math.max(0, end - BEFORE), end) && block.isZero(end, block.length());
    }
}
