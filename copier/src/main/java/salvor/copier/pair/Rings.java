package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import salvor.copier.pair.Anchors.Shift;

/**
 * Finds what lies at other positions: rings of RAID10 far and offset layouts, and mirrors whose
 * data begins elsewhere.
 */
final class Rings {

    /** A step of more than the disk divided by this is a stride; a chunk is far smaller. */
    private static final long FAR_FRACTION = 5;

    /** The part of third copies that must be where they should, of which a third can be. */
    private static final double THIRD_COPY = 0.15;

    private final List<Disk> disks;
    private final Anchors anchors;
    private final List<Shift> peaks;

    private Rings(List<Disk> disks, Anchors anchors) {
        this.disks = disks;
        this.anchors = anchors;
        this.peaks = anchors.peaks();
    }

    static List<Candidate> find(List<Disk> disks, Anchors anchors) {
        Rings rings = new Rings(disks, anchors);
        List<Candidate> found = new ArrayList<>();
        BitSet inRings = new BitSet();
        for (long step : rings.steps()) {
            for (Candidate ring : rings.rings(step)) {
                if (!rings.isOfThirdCopies(ring.members(), step)
                        && ring.members().stream().noneMatch(inRings::get)) {
                    found.add(ring);
                    ring.members().forEach(inRings::set);
                }
            }
        }
        found.addAll(rings.shiftedMirrors(inRings));
        return found;
    }

    /** Distances seen both ways round, the most frequent first. */
    private Set<Long> steps() {
        Set<Long> steps = new LinkedHashSet<>();
        peaks.stream().map(Shift::distance).filter(d -> d > 0).forEach(steps::add);
        return steps;
    }

    /** Third copies make rings of every other member, of twice the step. */
    private boolean isOfThirdCopies(List<Integer> members, long step) {
        return peaks.stream()
                .filter(peak -> members.contains(peak.from()) && members.contains(peak.to()))
                .anyMatch(peak -> peak.distance() * 2 == step);
    }

    private List<Candidate> rings(long step) {
        Map<Integer, Integer> next = new HashMap<>();
        for (Shift peak : peaks) {
            if (peak.distance() == step) {
                next.putIfAbsent(peak.from(), peak.to());
            }
        }
        List<Candidate> found = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int start : next.keySet()) {
            if (!seen.get(start)) {
                cycle(start, next, seen)
                        .flatMap(members -> ring(members, step))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<List<Integer>> cycle(
            int start, Map<Integer, Integer> next, BitSet seen) {
        List<Integer> path = new ArrayList<>();
        Integer at = start;
        while (at != null && !path.contains(at)) {
            path.add(at);
            seen.set(at);
            at = next.get(at);
        }
        return at != null && at == start && path.size() > 1 ? Optional.of(path) : Optional.empty();
    }

    private Optional<Candidate> ring(List<Integer> members, long step) {
        long size = members.stream().mapToLong(m -> disks.get(m).size()).min().orElseThrow();
        boolean isFar = step > size / FAR_FRACTION;
        if (!isFar && (step > Probe.CHUNK_MAX || step % Fingerprint.BLOCK != 0)) {
            return Optional.empty();
        }
        int copies = copies(members, step);
        if (isFar && copies * step > size) {
            // Third copies, of members between which the others are missing.
            return Optional.empty();
        }
        long period = copies * step;
        long phase = isFar ? 0 : phase(members, step, period);
        Anchors.Domain domain =
                isFar ? Anchors.Domain.ALL : x -> Math.floorMod(x - phase, period) < period - step;
        Agreement agreement = agreement(members, step, 1, domain);
        Candidate ring = new Candidate.Ring(members, step, copies, isFar, phase, agreement);
        return agreement.isAccepted() ? Optional.of(ring) : Optional.empty();
    }

    /** From each member to the one {@code places} further round. */
    private static List<Shift> shifts(List<Integer> members, long step, int places) {
        List<Shift> shifts = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            int to = (i + places) % members.size();
            shifts.add(new Shift(members.get(i), members.get(to), step * places));
        }
        return shifts;
    }

    /** 3 where blocks are found a third time, two members and two steps on; else 2. */
    private int copies(List<Integer> members, long step) {
        if (members.size() < 3) {
            return 2;
        }
        Agreement third = agreement(members, step, 2, Anchors.Domain.ALL);
        return third.agree() >= Anchors.MATCHES_MIN && third.ratio() > THIRD_COPY ? 3 : 2;
    }

    /** Of what each member holds, what the one {@code places} further round should hold too. */
    private Agreement agreement(
            List<Integer> members, long step, int places, Anchors.Domain domain) {
        Agreement sum = Agreement.NONE;
        for (Shift shift : shifts(members, step, places)) {
            sum = sum.plus(anchors.agreement(shift, domain, disks.get(shift.to()).size()));
        }
        return sum;
    }

    /** Where in the period the rows begin that others hold copies of. */
    private long phase(List<Integer> members, long step, long period) {
        List<Long> sources = new ArrayList<>();
        shifts(members, step, 1).forEach(shift -> sources.addAll(anchors.matched(shift)));
        return Anchors.phase(sources, period, step);
    }

    /** Whether the shift is more than data offsets and partition starts ever differ by. */
    private boolean isStride(Shift shift) {
        long size = Math.min(disks.get(shift.from()).size(), disks.get(shift.to()).size());
        return Math.abs(shift.distance()) > size / FAR_FRACTION;
    }

    private List<Candidate> shiftedMirrors(BitSet inRings) {
        List<Candidate> found = new ArrayList<>();
        for (Shift peak : peaks) {
            if (inRings.get(peak.from()) || inRings.get(peak.to()) || peak.from() > peak.to()) {
                continue;
            }
            if (isStride(peak)) {
                // Of a far layout, of which a member is missing.
                continue;
            }
            Shift back = new Shift(peak.to(), peak.from(), -peak.distance());
            Agreement both =
                    anchors.agreement(peak, Anchors.Domain.ALL, disks.get(peak.to()).size())
                            .plus(
                                    anchors.agreement(
                                            back,
                                            Anchors.Domain.ALL,
                                            disks.get(peak.from()).size()));
            if (both.isAccepted()) {
                found.add(
                        new Candidate.Mirror(
                                List.of(peak.from(), peak.to()),
                                List.of(0L, peak.distance()),
                                both));
            }
        }
        return found;
    }
}
