package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.Extent;

/**
 * Something with a size whose bytes are read by position. Reads may come from several threads at
 * once.
 *
 * <p>Every implementation passes one conformance suite, {@code DeviceConformance}.
 */
public interface Device extends AutoCloseable {

    /** The name a person knows it by, as given on the command line. */
    String name();

    Geometry geometry();

    Identity identity();

    /** Bytes, 0 or more. */
    default long size() {
        return geometry().size();
    }

    /**
     * Reads {@code into.byteSize()} bytes at {@code position}. Never throws for what the device
     * answers.
     *
     * <p>Where the device asks for aligned reads, {@code position}, the length and the address of
     * {@code into} must be multiples of {@link Geometry#alignment()}; a last read may reach past
     * the end, which gives {@link ReadOutcome.Partial}.
     *
     * @param position first byte, 0 or more
     * @param into native memory that every thread may reach (no confined arena's); what lies past
     *     the bytes read is left undefined
     */
    ReadOutcome read(long position, MemorySegment into);

    /**
     * The first extent at or after {@code position} that may hold anything but zeros; all that lies
     * before it is a hole. Empty, at the end of the device, when only holes follow.
     */
    default Extent nextData(long position) {
        return Extent.between(Math.min(position, size()), size());
    }

    /** Whether it is still there, with all its bytes, as far as can be told without reading. */
    default boolean isPresent() {
        return true;
    }

    @Override
    void close();
}
