package salvor.copier.device;

import java.lang.foreign.MemorySegment;

/** Something that is read on and on until it ends. */
public interface Input {

    /** The name a person knows it by. */
    String name();

    /**
     * Reads on from where the last read ended.
     *
     * @return bytes, which may be fewer than {@code count}; 0 at the end; or the errno as a
     *     negative number
     */
    long read(MemorySegment into, long count);
}
