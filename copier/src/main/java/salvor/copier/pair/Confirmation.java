package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import salvor.protocol.message.Extent;

/**
 * Compares all groups byte by byte in one pass: all disks advance together, each byte is read once.
 * As many windows are on their way as there are disks, so that each disk has something to do, but
 * no more than memory is allowed for.
 *
 * <p>With a state file it stops every few seconds until no window is on its way, and saves.
 */
final class Confirmation {

    /** Bytes of memory for windows. */
    private static final long MEMORY_MAX = 192L << 20;

    private static final long MEMORY_OF_WINDOW = Job.WINDOW + 2L * Slice.PAGE;
    private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final List<Job> jobs;
    private final String question;
    private final PairProgress progress;
    private final StopSign stop;
    private final Map<Relation, Tally> tallies = new LinkedHashMap<>();
    private final AtomicLongArray unreadable;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final WindowComparer comparer;
    private final int memories;
    private final long total;

    /**
     * @param metadata of each disk, what to leave out
     */
    Confirmation(
            List<Disk> disks,
            List<List<Extent>> metadata,
            List<Job> jobs,
            StopSign stop,
            PairProgress progress) {
        this.jobs = jobs;
        this.stop = stop;
        this.progress = progress;
        question = question(disks, metadata, jobs);
        unreadable = new AtomicLongArray(disks.size());
        jobs.forEach(job -> job.relations().forEach(r -> tallies.put(r, new Tally())));
        comparer = new WindowComparer(disks, metadata, tallies, unreadable);
        memories = jobs.stream().mapToInt(WindowComparer::memories).max().orElse(0);
        total = jobs.stream().mapToLong(Job::windows).sum();
    }

    /** What tells this confirmation from any other: the disks and what is compared on them. */
    private static String question(List<Disk> disks, List<List<Extent>> metadata, List<Job> jobs) {
        StringBuilder all = new StringBuilder();
        disks.forEach(disk -> all.append(disk.device().identity()).append('\n'));
        all.append(metadata).append(jobs);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha.digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    /**
     * What was found for each relation of the jobs.
     *
     * @param file where to keep how far it is, and to go on from
     * @throws IOException when stopped, and when the state cannot be read or saved
     */
    Map<Relation, Comparison> run(Optional<StateFile> file) throws IOException {
        if (file.isPresent()) {
            Optional<PairState> state = file.get().load(question);
            if (state.isPresent()) {
                restore(state.get());
            }
        }
        while (next.get() < total) {
            long until = file.isPresent() ? System.nanoTime() + SAVE_EVERY_NANOS : Long.MAX_VALUE;
            Parallel.run(workers(), _ -> work(file.isPresent(), until));
            if (file.isEmpty()) {
                stop.check();
            } else if (next.get() < total) {
                file.get().save(state());
                if (stop.isRaised()) {
                    throw new IOException("stopped; the same command goes on");
                }
            }
        }
        if (file.isPresent()) {
            file.get().remove();
        }
        Map<Relation, Comparison> results = new LinkedHashMap<>();
        tallies.forEach((relation, tally) -> results.put(relation, tally.result()));
        return results;
    }

    private int workers() {
        int room = (int) (MEMORY_MAX / (memories * MEMORY_OF_WINDOW));
        int cores = Runtime.getRuntime().availableProcessors();
        return Math.clamp(Math.max(cores, unreadable.length()), 1, Math.max(1, room));
    }

    private PairState state() {
        return new PairState(
                question,
                Math.min(next.get(), total),
                unreadable(),
                tallies.values().stream().map(Tally::result).toList());
    }

    /** Takes up what a former run found. */
    private void restore(PairState state) throws IOException {
        if (state.windows() < 0
                || state.windows() > total
                || state.unreadable().size() != unreadable.length()
                || state.comparisons().size() != tallies.size()) {
            throw new IOException("the saved state is damaged; remove it to begin anew");
        }
        next.set(state.windows());
        done.set(state.windows());
        for (int disk = 0; disk < unreadable.length(); disk++) {
            unreadable.set(disk, state.unreadable().get(disk));
        }
        int relation = 0;
        for (Tally tally : tallies.values()) {
            tally.add(state.comparisons().get(relation++));
        }
    }

    /** Bytes of each disk that could not be read. */
    List<Long> unreadable() {
        List<Long> all = new ArrayList<>();
        for (int disk = 0; disk < unreadable.length(); disk++) {
            all.add(unreadable.get(disk));
        }
        return all;
    }

    private void work(boolean pauses, long until) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<MemorySegment> memory = new ArrayList<>();
            for (int i = 0; i < memories; i++) {
                memory.add(arena.allocate(MEMORY_OF_WINDOW, Slice.PAGE));
            }
            while (!stop.isRaised() && !(pauses && System.nanoTime() - until > 0)) {
                long number = next.getAndIncrement();
                if (number >= total) {
                    return;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("interrupted");
                }
                window(number, memory);
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
                Job job = open.get((int) (rest % open.size()));
                comparer.window(job, level + rest / open.size(), memory);
                return;
            }
            rest -= here;
            level = shortest;
        }
    }
}
