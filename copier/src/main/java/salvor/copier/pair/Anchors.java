package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Equal sectors at different positions of different disks, counted by the distance. */
final class Anchors {

    /** Copies of one content beyond which it is common, and proves nothing. */
    private static final int COPIES_MAX = 6;

    /** Matches at one distance that are no coincidence any more. */
    static final int MATCHES_MIN = 8;

    /** Distances of a pair of disks that are looked into. */
    private static final int PEAKS_MAX = 4;

    /**
     * From one disk to another.
     *
     * @param distance bytes further on, not 0; may be negative
     */
    record Shift(int from, int to, long distance) {}

    /** One content seen somewhere. */
    private record Anchor(long hash, int disk, long position) {}

    private final Samples samples;
    private final List<Set<Long>> places = new ArrayList<>();
    private final Map<Shift, Integer> matches = new HashMap<>();

    Anchors(Samples samples) {
        this.samples = samples;
        Anchor[] all = all();
        Arrays.sort(all, Comparator.comparingLong(Anchor::hash));
        for (int from = 0, to; from < all.length; from = to) {
            to = from + 1;
            while (to < all.length && all[to].hash() == all[from].hash()) {
                to++;
            }
            if (to - from > 1 && to - from <= COPIES_MAX) {
                count(all, from, to);
            }
        }
    }

    private Anchor[] all() {
        List<Anchor> all = new ArrayList<>();
        for (int disk = 0; disk < samples.disks(); disk++) {
            DiskSample sample = samples.disk(disk);
            Set<Long> here = new HashSet<>(sample.anchors() * 2);
            for (int i = 0; i < sample.anchors(); i++) {
                all.add(new Anchor(sample.anchorHash(i), disk, sample.anchorPosition(i)));
                here.add(key(sample.anchorHash(i), sample.anchorPosition(i)));
            }
            places.add(here);
        }
        return all.toArray(Anchor[]::new);
    }

    private static long key(long hash, long position) {
        return hash ^ position * 0x9E37_79B9_7F4A_7C15L;
    }

    private void count(Anchor[] all, int from, int to) {
        for (int i = from; i < to; i++) {
            for (int j = from; j < to; j++) {
                long distance = all[j].position() - all[i].position();
                if (all[i].disk() != all[j].disk() && distance != 0) {
                    matches.merge(
                            new Shift(all[i].disk(), all[j].disk(), distance), 1, Integer::sum);
                }
            }
        }
    }

    /** The shifts that stand out, the most frequent first, at most a few between any two disks. */
    List<Shift> peaks() {
        Map<Long, Integer> taken = new HashMap<>();
        return matches.entrySet().stream()
                .filter(e -> e.getValue() >= MATCHES_MIN)
                .sorted(Map.Entry.<Shift, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .filter(s -> taken.merge(s.from() * 64L + s.to(), 1, Integer::sum) <= PEAKS_MAX)
                .toList();
    }

    /** Where in {@code shift.from()} an anchor has to be for a relation to say something of it. */
    @FunctionalInterface
    interface Domain {
        boolean holds(long position);

        Domain ALL = _ -> true;
    }

    /** Anchors of one disk that the other has too, against those it should have and has not. */
    Agreement agreement(Shift shift, Domain domain, long sizeOfTo) {
        DiskSample from = samples.disk(shift.from());
        long agree = 0;
        long differ = 0;
        for (int i = 0; i < from.anchors(); i++) {
            long position = from.anchorPosition(i);
            long there = position + shift.distance();
            if (domain.holds(position)
                    && there + DiskSample.SECTOR <= sizeOfTo
                    && samples.holds(there)) {
                if (isMatched(shift, i)) {
                    agree++;
                } else {
                    differ++;
                }
            }
        }
        return new Agreement(agree, differ);
    }

    /** Positions on {@code shift.from()} of anchors that the other disk has too. */
    List<Long> matched(Shift shift) {
        DiskSample from = samples.disk(shift.from());
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < from.anchors(); i++) {
            if (isMatched(shift, i)) {
                positions.add(from.anchorPosition(i));
            }
        }
        return positions;
    }

    private boolean isMatched(Shift shift, int anchor) {
        DiskSample from = samples.disk(shift.from());
        long there = from.anchorPosition(anchor) + shift.distance();
        return places.get(shift.to()).contains(key(from.anchorHash(anchor), there));
    }

    /**
     * Where places that repeat begin: the start of the part of the period that holds the most of
     * them. Of several starts that will do, the last that is a multiple of the unit, for data
     * begins at such a one where it can; else the last, at the first of the places.
     *
     * @param places positions on a disk
     * @param period bytes, a multiple of the unit
     * @param unit bytes, a multiple of a block: what of the period does not belong to that part
     */
    static long phase(List<Long> places, long period, long unit) {
        int blocks = (int) (period / Fingerprint.BLOCK);
        int step = (int) (unit / Fingerprint.BLOCK);
        int[] inside = inside(places, blocks, blocks - step);
        int most = Arrays.stream(inside).max().orElse(0);
        int last = 0;
        while (last < blocks && (inside[last] < most || inside[(last + 1) % blocks] == most)) {
            last++;
        }
        for (int i = 0; i < blocks && last < blocks; i++) {
            int start = Math.floorMod(last - i, blocks);
            if (inside[start] < most) {
                break;
            }
            if (start % step == 0) {
                return (long) start * Fingerprint.BLOCK;
            }
        }
        return (long) last % blocks * Fingerprint.BLOCK;
    }

    /** How many of the places lie in the part of the period that begins at each block. */
    private static int[] inside(List<Long> places, int blocks, int part) {
        int[] counts = new int[blocks];
        places.forEach(at -> counts[(int) (at / Fingerprint.BLOCK % blocks)]++);
        int[] inside = new int[blocks];
        for (int block = 0; block < part; block++) {
            inside[0] += counts[block];
        }
        for (int start = 1; start < blocks; start++) {
            int next = counts[(start + part - 1) % blocks];
            inside[start] = inside[start - 1] + next - counts[start - 1];
        }
        return inside;
    }
}
