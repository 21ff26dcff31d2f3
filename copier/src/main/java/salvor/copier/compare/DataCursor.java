package salvor.copier.compare;

import salvor.protocol.message.Extent;

/** Walks over the data of one side, ascending; remembers the last extent of data it was told. */
final class DataCursor {

    private final Side side;
    private final long length;
    private long dataStart;
    private long dataEnd;

    DataCursor(Side side, long length) {
        this.side = side;
        this.length = length;
    }

    /** The first byte at or after {@code position} that may not be zero; the length, if none. */
    long next(long position) {
        if (position >= length) {
            return length;
        }
        if (position >= dataEnd) {
            Extent data = side.device().nextData(side.start() + position);
            dataStart = Math.min(data.start() - side.start(), length);
            dataEnd = data.isEmpty() ? length : Math.min(data.end() - side.start(), length);
        }
        return Math.max(position, dataStart);
    }

    /** Where the data that hold {@code position} end; {@code position} itself in a hole. */
    long endOfData(long position) {
        return next(position) == position ? dataEnd : position;
    }
}
