package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.pair.Anchors.Shift;

/**
 * Finds RAID10 near whose copies do not divide the members. Neighbours then hold the same in some
 * rows only, and where copies go on to the next row, the first member has them a chunk further on
 * than the last: that distance is the chunk, and leads to both ends of the row of members.
 */
final class NearRows {

    /** More copies than this are not looked for. */
    private static final int COPIES_MAX = 3;

    /** Of the rows in which neighbours should agree, the part that must. */
    private static final double NEIGHBOURS = 0.4;

    private final List<Disk> disks;
    private final Samples samples;
    private final Anchors anchors;

    private NearRows(List<Disk> disks, Samples samples, Anchors anchors) {
        this.disks = disks;
        this.samples = samples;
        this.anchors = anchors;
    }

    static List<Candidate> find(List<Disk> disks, Samples samples, Anchors anchors) {
        NearRows rows = new NearRows(disks, samples, anchors);
        List<Candidate> found = new ArrayList<>();
        for (Shift peak : anchors.peaks()) {
            if (peak.distance() > 0
                    && peak.distance() <= Probe.CHUNK_MAX
                    && peak.distance() % Fingerprint.BLOCK == 0) {
                for (int copies = 2; copies <= COPIES_MAX; copies++) {
                    rows.from(peak, copies).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Candidate> from(Shift wrap, int copies) {
        List<Integer> members = new ArrayList<>(List.of(wrap.to()));
        while (members.getLast() != wrap.from()) {
            Optional<Integer> next = neighbour(members, copies);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            members.add(next.get());
        }
        if (members.size() % copies == 0 || members.size() < copies) {
            return Optional.empty();
        }
        Candidate.Near shape =
                new Candidate.Near(members, wrap.distance(), copies, 0, Agreement.NONE);
        Candidate.Near near =
                new Candidate.Near(
                        members, wrap.distance(), copies, phase(wrap, shape), Agreement.NONE);
        Agreement agreement = agreement(wrap, near);
        return agreement.isAccepted()
                ? Optional.of(
                        new Candidate.Near(members, near.chunk(), copies, near.phase(), agreement))
                : Optional.empty();
    }

    /**
     * The disk that agrees most with the last of {@code path}, if that is as often as it should.
     */
    private Optional<Integer> neighbour(List<Integer> path, int copies) {
        int best = -1;
        double most = NEIGHBOURS * (copies - 1) / copies;
        for (int disk = 0; disk < samples.disks(); disk++) {
            double ratio = path.contains(disk) ? 0 : all(path.getLast(), disk).ratio();
            if (ratio >= most) {
                most = ratio;
                best = disk;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    private Agreement all(int a, int b) {
        Agreement sum = Agreement.NONE;
        for (int block = 0; block < samples.count(); block++) {
            sum = sum.plus(samples.compare(a, b, block));
        }
        return sum;
    }

    /** Where the rows begin whose last chunk goes on in the next one. */
    private long phase(Shift wrap, Candidate.Near near) {
        long period = near.rows() * near.chunk();
        return Anchors.phase(anchors.matched(wrap), period, near.chunk());
    }

    private Agreement agreement(Shift wrap, Candidate.Near near) {
        List<Integer> members = near.members();
        int n = members.size();
        Agreement sum =
                anchors.agreement(
                        wrap, x -> near.row(x) != near.rows() - 1, disks.get(wrap.to()).size());
        for (int block = 0; block < samples.count(); block++) {
            int row = near.row(samples.position(block));
            for (int i = 0; i + 1 < n; i++) {
                if ((row * n + i) % near.copies() != near.copies() - 1) {
                    sum = sum.plus(samples.compare(members.get(i), members.get(i + 1), block));
                }
            }
        }
        return sum;
    }
}
