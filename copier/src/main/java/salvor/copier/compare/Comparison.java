package salvor.copier.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Compares two devices with several workers; what they find comes out in order. */
public final class Comparison {

    /** Below this a second thread costs more than it brings. */
    private static final long WORTH_A_THREAD = 2 << 20;

    /** Who waits for a server's bytes does no work meanwhile. */
    private static final int WORKERS_FAR = 8;

    /** Who waits for its hashes does; more would only be in each other's way. */
    private static final int WORKERS_HASHING = 4;

    /** So many units each of them asks for ahead, so that a far side never waits for this one. */
    private static final int AHEAD = 1;

    private final Sides sides;
    private final Examination examination;
    private final UnitSizes sizes;
    private final HashKey.Xxh3 key;
    private final Planner planner;
    private final Turn turn = new Turn();
    private final BadAreas bad;
    private final ComparisonListener listener;
    private long end;
    private long passedOver;
    private @Nullable Throwable failure;

    private Comparison(Sides sides, Examination examination, ComparisonListener listener) {
        this.sides = sides.remembering();
        this.examination = examination;
        sizes = sizes(sides);
        planner = new Planner(this.sides, sizes);
        key = new HashKey.Xxh3(sides.hashesFirst() ? seed() : 0, examination.countsLines());
        bad = new BadAreas(listener);
        this.listener = listener;
        end = sides.length();
    }

    /**
     * Compares.
     *
     * @param listener hears of what could not be read, and of how far it is
     * @throws IOException when a device is gone, or may not be read
     */
    public static Result run(Sides sides, Examination examination, ComparisonListener listener)
            throws IOException {
        return new Comparison(sides, examination, listener).run();
    }

    private static long seed() {
        return new SecureRandom().nextLong();
    }

    /**
     * How it ended.
     *
     * @param end the position: the length, or less where a side was shorter than it said or the
     *     examination had seen enough
     * @param passedOver bytes before it that were not compared: a side could not be read there, or
     *     a map leaves them out
     */
    public record Result(long end, long passedOver) {}

    private Result run() throws IOException {
        long threads = Math.min(workers(), 1 + sides.length() / WORTH_A_THREAD);
        Thread[] others = new Thread[(int) threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Thread(this::work, "compare-" + i);
            others[i].setDaemon(true);
            others[i].start();
        }
        work();
        for (Thread other : others) {
            join(other);
        }
        bad.finish(examination.decidedAt());
        return switch (failure) {
            case null -> new Result(end, passedOver + planner.leftOut());
            case IOException trouble -> throw trouble;
            case UncheckedIOException late -> throw late.getCause();
            case Throwable defect -> throw new IllegalStateException("a worker failed", defect);
        };
    }

    private static UnitSizes sizes(Sides sides) {
        if (!sides.isFar()) {
            return UnitSizes.NEAR;
        }
        return sides.hashesFirst() ? UnitSizes.HASHED : UnitSizes.FAR;
    }

    private int workers() {
        int processors = Runtime.getRuntime().availableProcessors();
        if (!sides.isFar()) {
            return processors;
        }
        return sides.hashesFirst() ? Math.min(processors, WORKERS_HASHING) : WORKERS_FAR;
    }

    private static void join(Thread other) throws IOException {
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void work() {
        try (Worker worker = worker(examination.examiner(turn))) {
            Queue<Unit> announced = new ArrayDeque<>();
            for (Unit unit = next(worker, announced);
                    unit != null && !turn.isStopped();
                    unit = next(worker, announced)) {
                int common = worker.examine(unit);
                if (!turn.await(unit.index())) {
                    return;
                }
                publish(worker, unit, common);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** The next unit of a worker, and announces those that it will be given then. */
    private @Nullable Unit next(Worker worker, Queue<Unit> announced) {
        int ahead = sides.hashesFirst() ? AHEAD : 0;
        for (Unit unit; announced.size() <= ahead && (unit = planner.next()) != null; ) {
            worker.announce(unit);
            announced.add(unit);
        }
        return announced.poll();
    }

    private Worker worker(Examiner examiner) {
        return sides.hashesFirst()
                ? new HashWorker(sides, examiner, key)
                : new ByteWorker(sides, sizes.max(), examiner);
    }

    /** Only ever in the turn of the unit, so by one worker at a time. */
    private void publish(Worker worker, Unit unit, int common) {
        passedOver += worker.passedOver();
        bad.add(false, worker.firstBad());
        bad.add(true, worker.secondBad());
        boolean more = worker.examiner().publish();
        bad.tell(Math.min(unit.position() + common, examination.decidedAt()));
        listener.reached(unit.position() + common);
        if (!more || common < unit.length()) {
            end = unit.position() + common;
            turn.stop();
        } else {
            turn.pass();
        }
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        turn.stop();
    }
}
