package salvor.copier.compare;

import java.lang.foreign.MemorySegment;

/** Where lines go. A failure is remembered by who implements it, and told at the end. */
public interface LineSink {

    /** Takes over the first {@code count} bytes of native memory; they may change afterwards. */
    void write(MemorySegment from, long count);
}
