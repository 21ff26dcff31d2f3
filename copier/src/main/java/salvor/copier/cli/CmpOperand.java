package salvor.copier.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import salvor.copier.compare.Side;
import salvor.copier.device.Input;
import salvor.copier.map.RescueMap;

/** One of the two that {@code cmp} compares, open. */
sealed interface CmpOperand extends Input, AutoCloseable permits CmpFile, CmpDevice {

    /** Whether its length is known for certain, so that GNU cmp relies on it. */
    boolean isRegular();

    /** Bytes that can be read anywhere; 0 of a stream. */
    long size();

    /** Bytes of a read of a stream that it likes; 0 or less when it has no wish. */
    int blockSize();

    /** Moves the position by {@code bytes}; the new one, or less than 0 on a stream. */
    long skip(long bytes);

    /** Moves to {@code position}. */
    void seek(long position);

    /**
     * What of it is to be compared.
     *
     * @throws IOException when it has no size
     */
    Side side(long position, @Nullable RescueMap map) throws IOException;

    @Override
    void close();
}
