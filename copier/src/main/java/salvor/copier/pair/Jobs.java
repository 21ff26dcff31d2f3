package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What there is to confirm of a candidate. */
final class Jobs {

    /** Where the copies of a far layout end, rounded down to this, its first copies begin. */
    private static final long ROUND = 64 << 10;

    private Jobs() {}

    /**
     * @param origin where the data begins on the members, where that is known
     */
    static Optional<Job> of(Candidate candidate, List<Disk> disks, OptionalLong origin) {
        return switch (candidate) {
            case Candidate.Mirror mirror -> Optional.of(mirror(mirror, disks));
            case Candidate.Parity parity -> Optional.of(parity(parity, disks));
            case Candidate.DoubleParity _ -> Optional.empty();
            case Candidate.Ring ring -> Optional.of(ring(ring, disks, origin));
        };
    }

    private static Job mirror(Candidate.Mirror mirror, List<Disk> disks) {
        List<Relation> relations = new ArrayList<>();
        long start = 0;
        long end = Long.MAX_VALUE;
        for (int i = 0; i < mirror.members().size(); i++) {
            long shift = mirror.shifts().get(i);
            start = Math.max(start, -shift);
            end = Math.min(end, disks.get(mirror.members().get(i)).size() - shift);
            for (int j = 0; j < i; j++) {
                relations.add(
                        Relation.of(
                                mirror.members().get(j),
                                mirror.shifts().get(j),
                                mirror.members().get(i),
                                shift));
            }
        }
        return Job.oneRow(relations, start, end);
    }

    private static Job parity(Candidate.Parity parity, List<Disk> disks) {
        List<Relation.Term> terms =
                parity.members().stream().map(m -> new Relation.Term(m, 0)).toList();
        return Job.oneRow(List.of(new Relation(terms)), 0, shortest(parity, disks));
    }

    private static long shortest(Candidate candidate, List<Disk> disks) {
        return candidate.members().stream().mapToLong(m -> disks.get(m).size()).min().orElseThrow();
    }

    private static Job ring(Candidate.Ring ring, List<Disk> disks, OptionalLong origin) {
        List<Relation> relations = new ArrayList<>();
        int n = ring.members().size();
        for (int i = 0; i < n; i++) {
            for (int copy = 0; copy + 1 < ring.copies(); copy++) {
                relations.add(
                        Relation.of(
                                ring.members().get(i),
                                copy * ring.step(),
                                ring.members().get((i + 1) % n),
                                (copy + 1) * ring.step()));
            }
        }
        long size = shortest(ring, disks);
        if (ring.isFar()) {
            long start = origin.orElse(originOfFar(ring, size));
            return Job.oneRow(relations, start, start + ring.step());
        }
        long period = ring.copies() * ring.step();
        long start = origin.orElse(ring.phase());
        return new Job(relations, start, ring.step(), period, size - period + ring.step());
    }

    /** Where the data must begin for all copies to end with the disk. */
    static long originOfFar(Candidate.Ring ring, long size) {
        return Math.max(0, (size - ring.copies() * ring.step()) / ROUND * ROUND);
    }
}
