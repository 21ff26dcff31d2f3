package salvor.copier.pair;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/** What is kept of one disk's sampled blocks, in the order of {@link Samples#position}. */
final class DiskSample {

    static final int SECTOR = 512;

    /** One sector in so many of telling blocks is an anchor. */
    private static final int ANCHOR_EVERY = 4;

    private static final Hasher64 HASHER = Hashing.xxh3_64();

    private BlockState[] states = new BlockState[1024];
    private long[] linear = new long[1024];
    private long[] syndrome = new long[1024];
    private int count;
    private int telling;
    private long[] anchors = new long[1024];
    private int anchorCount;
    private final byte[] copy = new byte[Fingerprint.BLOCK];

    void addMissing(BlockState state) {
        add(state, 0, 0);
    }

    /**
     * @param position where the block lies
     */
    void addBlock(MemorySegment block, long position) {
        long print = Fingerprint.linear(block);
        if (print == 0) {
            add(BlockState.BLANK, 0, 0);
        } else if (Fingerprint.isTelling(block)) {
            add(BlockState.TELLING, print, Fingerprint.syndrome(block));
            addAnchors(block, position);
        } else {
            add(BlockState.DULL, print, Fingerprint.syndrome(block));
        }
    }

    /** Of its blocks {@code some}, in that order, without anchors. */
    DiskSample only(List<Integer> some) {
        DiskSample sample = new DiskSample();
        some.forEach(block -> sample.add(states[block], linear[block], syndrome[block]));
        return sample;
    }

    private void add(BlockState state, long print, long gf) {
        if (count == states.length) {
            states = Arrays.copyOf(states, count * 2);
            linear = Arrays.copyOf(linear, count * 2);
            syndrome = Arrays.copyOf(syndrome, count * 2);
        }
        states[count] = state;
        linear[count] = print;
        syndrome[count++] = gf;
        telling += state == BlockState.TELLING ? 1 : 0;
    }

    private void addAnchors(MemorySegment block, long position) {
        MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, copy, 0, copy.length);
        for (int at = 0; at < copy.length; at += SECTOR) {
            long hash = HASHER.hashBytesToLong(copy, at, SECTOR);
            if (hash % ANCHOR_EVERY == 0 && !isConstant(at)) {
                if (anchorCount + 2 > anchors.length) {
                    anchors = Arrays.copyOf(anchors, anchors.length * 2);
                }
                anchors[anchorCount++] = hash;
                anchors[anchorCount++] = position + at;
            }
        }
    }

    private boolean isConstant(int at) {
        return Arrays.equals(copy, at, at + SECTOR - 1, copy, at + 1, at + SECTOR);
    }

    BlockState state(int block) {
        return states[block];
    }

    /** See {@link Fingerprint#linear}. */
    long linear(int block) {
        return linear[block];
    }

    /** See {@link Fingerprint#syndrome}. */
    long syndrome(int block) {
        return syndrome[block];
    }

    /** Telling blocks among the samples. */
    int telling() {
        return telling;
    }

    int anchors() {
        return anchorCount / 2;
    }

    long anchorHash(int anchor) {
        return anchors[2 * anchor];
    }

    long anchorPosition(int anchor) {
        return anchors[2 * anchor + 1];
    }
}
