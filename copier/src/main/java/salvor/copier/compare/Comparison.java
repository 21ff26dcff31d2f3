package salvor.copier.compare;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Compares two devices with several workers; what they find comes out in order. */
public final class Comparison {

    /** Below this a second thread costs more than it brings. */
    private static final long WORTH_A_THREAD = 2 << 20;

    private final Sides sides;
    private final Examination examination;
    private final Planner planner;
    private final Turn turn = new Turn();
    private final BadAreas firstBad;
    private final BadAreas secondBad;
    private long end;
    private long passedOver;
    private @Nullable Throwable failure;

    private Comparison(Sides sides, Examination examination, AreaListener listener) {
        this.sides = sides;
        this.examination = examination;
        planner = new Planner(sides);
        firstBad = new BadAreas(false, listener);
        secondBad = new BadAreas(true, listener);
        end = sides.length();
    }

    /**
     * Compares.
     *
     * @param listener hears of what could not be read and was passed over
     * @throws IOException when a device is gone, or may not be read
     */
    public static Result run(Sides sides, Examination examination, AreaListener listener)
            throws IOException {
        return new Comparison(sides, examination, listener).run();
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
        long threads =
                Math.min(
                        Runtime.getRuntime().availableProcessors(),
                        1 + sides.length() / WORTH_A_THREAD);
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
        firstBad.flush();
        secondBad.flush();
        return switch (failure) {
            case null -> new Result(end, passedOver + planner.leftOut());
            case IOException trouble -> throw trouble;
            case Throwable defect -> throw new IllegalStateException("a worker failed", defect);
        };
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
        try (Worker worker = new Worker(sides, examination.examiner(turn))) {
            Unit unit = new Unit();
            while (!turn.isStopped() && planner.next(unit)) {
                int common = worker.examine(unit);
                if (!turn.await(unit.index)) {
                    return;
                }
                publish(worker, unit, common);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Only ever in the turn of the unit, so by one worker at a time. */
    private void publish(Worker worker, Unit unit, int common) {
        passedOver += worker.passedOver();
        firstBad.add(worker.first().bad());
        secondBad.add(worker.second().bad());
        boolean more = worker.examiner().publish();
        if (!more || common < unit.length) {
            end = unit.position + common;
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
