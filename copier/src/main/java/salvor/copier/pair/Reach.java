package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;

/**
 * Where to look for copies of what lies around one place, when nobody knows how far away they are.
 * A run is read on end, and beyond it one window for each length of the run, like teeth of a comb:
 * whatever the distance, part of the run lies that far from a tooth.
 */
final class Reach {

    /**
     * Bytes of the run; with twice as many, the teeth would cost half as much and the run twice.
     */
    static final long RUN = 4 << 20;

    /**
     * Bytes to either side: chunks and partition starts are less, and md itself lets data begin at
     * 130 MiB at most.
     */
    private static final long NEAR = 136 << 20;

    /** Copies of a far layout that are looked for. */
    private static final int COPIES_MAX = 3;

    private Reach() {}

    /**
     * Positions to read around {@code centre}, a window each; some may lie outside of the disk.
     *
     * @param sizes of the disks, in bytes
     */
    static List<Long> around(long centre, Iterable<Long> sizes) {
        List<Long> positions = new ArrayList<>();
        for (long at = -RUN / 2; at < RUN / 2; at += SamplePlan.WINDOW) {
            positions.add(centre + at);
        }
        comb(centre - NEAR, centre + NEAR, positions);
        for (long size : sizes) {
            for (int copies = 2; copies <= COPIES_MAX; copies++) {
                for (int copy = 1; copy < copies; copy++) {
                    // The copies share what the metadata leaves of the disk.
                    long farthest = size * copy / copies;
                    long nearest = farthest - NEAR * copy / copies;
                    comb(centre + nearest, centre + farthest, positions);
                    comb(centre - farthest, centre - nearest, positions);
                }
            }
        }
        return positions;
    }

    private static void comb(long from, long to, List<Long> positions) {
        for (long at = from; at < to + RUN; at += RUN) {
            positions.add(at);
        }
    }
}
