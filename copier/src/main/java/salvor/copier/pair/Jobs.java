package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to confirm of a group. */
final class Jobs {

    /** Where the copies of a far layout end, rounded down to this, its first copies begin. */
    private static final long ROUND = 64 << 10;

    private final List<Disk> disks;
    private final Verdict verdict;

    private Jobs(List<Disk> disks, Verdict verdict) {
        this.disks = disks;
        this.verdict = verdict;
    }

    static Job of(Verdict verdict, List<Disk> disks) {
        Jobs jobs = new Jobs(disks, verdict);
        return switch (verdict.candidate()) {
            case Candidate.Mirror mirror -> jobs.mirror(mirror);
            case Candidate.Parity _ -> jobs.parity(new Check.Xor());
            case Candidate.DoubleParity _ -> jobs.parity(jobs.doubleParity());
            case Candidate.Ring ring -> jobs.ring(ring);
            case Candidate.Near near -> jobs.near(near);
            case Candidate.Part part -> jobs.part(part.claim());
        };
    }

    private Job mirror(Candidate.Mirror mirror) {
        List<Relation> relations = new ArrayList<>();
        List<Integer> members = verdict.members();
        long start = 0;
        long end = Long.MAX_VALUE;
        for (int i = 0; i < members.size(); i++) {
            long shift = mirror.shift(members.get(i));
            start = Math.max(start, -shift);
            end = Math.min(end, disks.get(members.get(i)).size() - shift);
            for (int j = 0; j < i; j++) {
                int first = members.get(j);
                relations.add(Relation.of(first, mirror.shift(first), members.get(i), shift));
            }
        }
        return Job.oneRow(relations, start, end);
    }

    /** Positions count on the first of the members, in the order that is known by now. */
    private Job parity(Check check) {
        List<Relation.Term> terms = new ArrayList<>();
        long start = 0;
        long end = Long.MAX_VALUE;
        for (int member : verdict.members()) {
            Relation.Term term = new Relation.Term(member, verdict.shift(member));
            terms.add(term);
            start = Math.max(start, -term.shift());
            end = Math.min(end, disks.get(member).size() - term.shift());
        }
        return Job.oneRow(List.of(new Relation(terms, check)), start, end(end));
    }

    private Check doubleParity() {
        Optional<ParityLayout> layout =
                verdict.layout().flatMap(name -> ParityLayout.named(2, name));
        boolean isKnown =
                verdict.orderKnown() && verdict.chunk().isPresent() && verdict.origin().isPresent();
        return isKnown && layout.isPresent()
                ? new Check.DoubleParity(
                        layout.get(), verdict.chunk().getAsLong(), verdict.origin().getAsLong())
                : new Check.AllButOne();
    }

    private Job ring(Candidate.Ring ring) {
        List<Relation> relations = new ArrayList<>();
        List<Integer> members = verdict.members();
        int n = members.size();
        for (int i = 0; i < n; i++) {
            for (int copy = 0; copy + 1 < ring.copies(); copy++) {
                relations.add(
                        Relation.of(
                                members.get(i),
                                copy * ring.step(),
                                members.get((i + 1) % n),
                                (copy + 1) * ring.step()));
            }
        }
        if (ring.isFar()) {
            long start = verdict.origin().orElse(originOfFar(ring, shortest()));
            return Job.oneRow(relations, start, start + ring.step());
        }
        long start = verdict.origin().orElse(ring.phase());
        return new Job(relations, start, ring.step(), ring.copies() * ring.step(), end(shortest()));
    }

    /** The copies of a chunk fill slots that follow each other, row after row. */
    private Job near(Candidate.Near near) {
        List<Relation> relations = new ArrayList<>();
        List<Integer> members = verdict.members();
        int n = members.size();
        for (int slot = 0; slot < n * near.rows(); slot++) {
            if (slot % near.copies() != near.copies() - 1) {
                relations.add(
                        Relation.of(
                                members.get(slot % n),
                                slot / n * near.chunk(),
                                members.get((slot + 1) % n),
                                (slot + 1) / n * near.chunk()));
            }
        }
        long start = verdict.origin().orElse(near.phase());
        return new Job(relations, start, near.chunk(), near.rows() * near.chunk(), end(shortest()));
    }

    /** Without one of its members a parity says nothing of bytes: Q's part is in the samples. */
    private Job part(Claim claim) {
        if (claim.isOfCopies()) {
            return CopyRows.of(claim);
        }
        if (!claim.missing().isEmpty()) {
            return Job.oneRow(List.of(), 0, 0);
        }
        return parity(claim.array().level() == 6 ? doubleParity() : new Check.Xor());
    }

    private long shortest() {
        return verdict.members().stream().mapToLong(m -> disks.get(m).size()).min().orElseThrow();
    }

    /** Where the array ends on the first of its members, if its superblocks say so. */
    private long end(long reach) {
        return verdict.claim()
                .map(claim -> claim.end(verdict.candidate(), verdict.members().getFirst()))
                .filter(end -> end > 0 && end < reach)
                .orElse(reach);
    }

    /** Where the data must begin for all copies to end with the disk. */
    static long originOfFar(Candidate.Ring ring, long size) {
        return Math.max(0, (size - ring.copies() * ring.step()) / ROUND * ROUND);
    }
}
