package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import salvor.copier.pair.Relation.Term;
import salvor.protocol.message.Extent;

/** Reads one window of a job on all its disks, and compares what the relations bind together. */
final class WindowComparer {

    private final List<Disk> disks;
    private final List<List<Extent>> metadata;
    private final Map<Relation, Tally> tallies;
    private final AtomicLongArray unreadable;
    private final FarProof proof;

    /**
     * @param metadata of each disk, what to leave out
     * @param tallies to count into, one for each relation
     * @param unreadable to count into, bytes by disk
     */
    WindowComparer(
            List<Disk> disks,
            List<List<Extent>> metadata,
            Map<Relation, Tally> tallies,
            AtomicLongArray unreadable) {
        this.disks = disks;
        this.metadata = metadata;
        this.tallies = tallies;
        this.unreadable = unreadable;
        proof = new FarProof(disks, metadata);
    }

    /** Memories of a window that {@link #window} needs for {@code job}. */
    static int memories(Job job) {
        return terms(job).size() + 1;
    }

    /**
     * @param memory as many as {@link #memories} says, each as large as a window and two pages
     */
    void window(Job job, long number, List<MemorySegment> memory) {
        Extent window = job.window(number);
        if (window.isEmpty()) {
            return;
        }
        List<Extent> rest = proof.unproven(job, terms(job), window, memory.getFirst());
        long proven = window.length() - Holes.length(rest);
        for (Relation relation : job.relations()) {
            Tally share = new Tally();
            share.compared(proven);
            tally(relation).add(share);
        }
        rest.forEach(extent -> read(job, number, extent, memory));
    }

    /** Reads {@code window} of all disks and compares. */
    private void read(Job job, long number, Extent window, List<MemorySegment> memory) {
        Map<Term, Slice> slices = new HashMap<>();
        List<Term> terms = terms(job);
        for (int i = 0; i < terms.size(); i++) {
            // Workers begin with different disks, or all would wait for the same one.
            Term term = terms.get((int) ((i + number) % terms.size()));
            long position = window.start() + term.shift();
            Disk disk = disks.get(term.disk());
            Slice slice = Slice.read(disk.device(), position, window.length(), memory.get(i));
            slices.put(term, slice);
            unreadable.addAndGet(term.disk(), Holes.length(slice.unreadable()));
        }
        for (Relation relation : job.relations()) {
            Tally share = new Tally();
            compare(relation, window, slices, memory.getLast(), share);
            tally(relation).add(share);
        }
    }

    private Tally tally(Relation relation) {
        Tally tally = tallies.get(relation);
        if (tally == null) {
            throw new IllegalStateException("no such relation");
        }
        return tally;
    }

    private static List<Term> terms(Job job) {
        return job.relations().stream().flatMap(r -> r.terms().stream()).distinct().toList();
    }

    private void compare(
            Relation relation,
            Extent window,
            Map<Term, Slice> slices,
            MemorySegment scratch,
            Tally share) {
        List<MemorySegment> bytes = new ArrayList<>();
        List<Extent> holes = new ArrayList<>();
        List<Extent> left = new ArrayList<>();
        long there = window.length();
        for (Term term : relation.terms()) {
            Slice slice = slices.get(term);
            if (slice != null) {
                bytes.add(slice.bytes());
                holes.addAll(slice.unreadable());
                there = Math.min(there, slice.present());
            }
            long base = window.start() + term.shift();
            for (Extent extent : metadata.get(term.disk())) {
                long from = Math.max(extent.start() - base, 0);
                long to = Math.min(extent.end() - base, window.length());
                if (from < to) {
                    left.add(Extent.between(from, to));
                }
            }
        }
        List<Extent> all = List.of(new Extent(0, there));
        List<Extent> data = Holes.minus(all, Holes.union(left));
        List<Extent> readable = Holes.minus(data, Holes.union(holes));
        share.metadata(there - Holes.length(data));
        share.unreadable(Holes.length(data) - Holes.length(readable));
        long first = window.start() + relation.terms().getFirst().shift();
        for (Extent good : readable) {
            long from = good.start() & ~7;
            List<MemorySegment> residue =
                    relation.check().residue(bytes, from, good.end(), first, scratch);
            ByteDifference.count(residue, good.start(), good.end(), first, share);
        }
    }
}
