package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import salvor.copier.pair.Relation.Term;
import salvor.protocol.message.Extent;

/**
 * Compares all groups byte by byte in one pass: all disks advance together, each byte is read once.
 * As many windows are on their way as there are disks, so that each disk has something to do, but
 * no more than memory is allowed for.
 */
final class Confirmation {

    /** Bytes of memory for windows. */
    private static final long MEMORY_MAX = 192L << 20;

    private final List<Disk> disks;
    private final List<List<Extent>> metadata;
    private final List<Job> jobs;
    private final PairProgress progress;
    private final Map<Relation, Tally> tallies = new HashMap<>();
    private final AtomicLongArray unreadable;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();

    /**
     * @param metadata of each disk, what to leave out
     */
    Confirmation(
            List<Disk> disks, List<List<Extent>> metadata, List<Job> jobs, PairProgress progress) {
        this.disks = disks;
        this.metadata = metadata;
        this.jobs = jobs;
        this.progress = progress;
        this.unreadable = new AtomicLongArray(disks.size());
        jobs.forEach(job -> job.relations().forEach(r -> tallies.put(r, new Tally())));
    }

    /** What was found for each relation of the jobs. */
    Map<Relation, Comparison> run() throws IOException {
        int slices = jobs.stream().mapToInt(job -> terms(job).size()).max().orElse(0);
        if (slices > 0) {
            int room = (int) (MEMORY_MAX / ((slices + 1L) * (Job.WINDOW + 2 * Slice.PAGE)));
            int cores = Runtime.getRuntime().availableProcessors();
            int workers = Math.clamp(Math.max(cores, disks.size()), 1, Math.max(1, room));
            Parallel.run(workers, this::work);
        }
        Map<Relation, Comparison> results = new HashMap<>();
        tallies.forEach((relation, tally) -> results.put(relation, tally.result()));
        return results;
    }

    /** Bytes of each disk that could not be read. */
    List<Long> unreadable() {
        return disks.stream().map(disk -> unreadable.get(disk.index())).toList();
    }

    private void work(int worker) throws IOException {
        long total = jobs.stream().mapToLong(Job::windows).sum();
        int slices = jobs.stream().mapToInt(job -> terms(job).size()).max().orElse(0);
        try (Arena arena = Arena.ofShared()) {
            List<MemorySegment> memory = new ArrayList<>();
            for (int i = 0; i <= slices; i++) {
                memory.add(arena.allocate(Job.WINDOW + 2L * Slice.PAGE, Slice.PAGE));
            }
            for (long n = next.getAndIncrement(); n < total; n = next.getAndIncrement()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted");
                }
                window(n, memory);
                progress.confirmed(done.incrementAndGet(), total);
            }
        }
    }

    /** Windows of the jobs in turn: the first of each, the second of each, and so on. */
    private void window(long number, List<MemorySegment> memory) {
        long rest = number;
        List<Job> open = new ArrayList<>(jobs);
        long level = 0;
        while (true) {
            long lowest = level;
            open.removeIf(job -> job.windows() <= lowest);
            long shortest = open.stream().mapToLong(Job::windows).min().orElseThrow();
            long here = (shortest - level) * open.size();
            if (rest < here) {
                window(open.get((int) (rest % open.size())), level + rest / open.size(), memory);
                return;
            }
            rest -= here;
            level = shortest;
        }
    }

    private void window(Job job, long number, List<MemorySegment> memory) {
        Extent window = job.window(number);
        if (window.isEmpty()) {
            return;
        }
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
