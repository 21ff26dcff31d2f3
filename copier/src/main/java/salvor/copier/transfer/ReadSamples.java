package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.map.Proof;
import salvor.protocol.message.Extent;

/**
 * Remembers the beginnings of some reads, spread evenly over all there were, to know the device
 * again by its bytes. Zeros are not remembered: every blank drive has them. Thread-safe.
 */
final class ReadSamples {

    private static final int COUNT_MAX = 64;
    private static final int BYTES = 4096;

    private final List<Proof.Checksum> samples = new ArrayList<>();
    private long reads;
    private long every = 1;

    /**
     * Looks at what was read.
     *
     * @param bytes the read's; only the first 4096 are looked at
     */
    synchronized void add(long position, MemorySegment bytes) {
        if (reads++ % every != 0 || bytes.byteSize() < BYTES) {
            return;
        }
        MemorySegment start = bytes.asSlice(0, BYTES);
        if (Blocks.isZero(start)) {
            return;
        }
        samples.add(new Proof.Checksum(new Extent(position, BYTES), Blocks.checksum(start), 0));
        if (samples.size() == COUNT_MAX) {
            thin();
        }
    }

    private void thin() {
        List<Proof.Checksum> half = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            half.add(samples.get(i));
        }
        samples.clear();
        samples.addAll(half);
        every *= 2;
    }

    /** At most 64. */
    synchronized List<Proof.Checksum> all() {
        return List.copyOf(samples);
    }
}
