package salvor.copier.transfer;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.BufferPool;
import salvor.copier.map.RescueMap;
import salvor.copier.rescue.Policy;

/**
 * The runs of one rescue, one after the other: what they have cost together, and who was lost or
 * stopped them.
 */
final class CopyRuns {

    private final RescueMap image;
    private final BufferPool pool;
    private final Clock clock;
    private final Effort effort;
    private final Consumer<Member> onLoss;
    private Runnable onProgress = () -> {};
    private volatile @Nullable RescueRun current;
    private volatile boolean stopping;
    private boolean stopped;
    private @Nullable Member lost;

    /** A copy, and what came of it. */
    static final class Member {
        final Copies.Copy copy;

        /** What is known of it. */
        final RescueMap map;

        private boolean lost;

        Member(Copies.Copy copy, RescueMap map) {
            this.copy = copy;
            this.map = map;
        }

        String name() {
            return copy.name();
        }
    }

    /**
     * @param image what is rescued
     * @param onLoss is told who is gone
     */
    CopyRuns(
            RescueMap image, BufferPool pool, Limits limits, Clock clock, Consumer<Member> onLoss) {
        this.image = image;
        this.pool = pool;
        this.clock = clock;
        this.onLoss = onLoss;
        effort = new Effort(limits, clock);
    }

    /** What to call about ten times a second. */
    void onProgress(Runnable progress) {
        onProgress = progress;
    }

    /** Whether {@code member} can still be read. */
    boolean isThere(Member member) {
        return !stopped && !member.lost;
    }

    /**
     * Reads {@code member}, unless it is lost or all is stopped.
     *
     * @param policies makes the policy
     * @param wanted what the policy works on
     */
    void run(
            Member member,
            Supplier<Policy> policies,
            RescueMap wanted,
            Destination to,
            RescueRecord record)
            throws IOException, InterruptedException {
        if (!isThere(member)) {
            return;
        }
        RescueRun run =
                new RescueRun(
                        member.copy.device(),
                        policies.get(),
                        wanted,
                        image,
                        to,
                        record,
                        effort,
                        clock,
                        member.copy.lanes());
        current = run;
        if (stopping) {
            run.stop();
        }
        switch (run.run(pool, _ -> onProgress.run())) {
            case FINISHED -> {}
            case STOPPED -> stopped = true;
            case DEVICE_LOST -> {
                member.lost = true;
                lost = lost == null ? member : lost;
                onLoss.accept(member);
            }
        }
    }

    void stop() {
        stopping = true;
        RescueRun run = current;
        if (run != null) {
            run.stop();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Who was lost first; null when nobody was. */
    @Nullable Member lost() {
        return lost;
    }

    /** The last run that began. */
    RescueRun current() {
        RescueRun run = current;
        if (run == null) {
            throw new IllegalStateException("not begun");
        }
        return run;
    }

    ReadLatencies latencies() {
        return effort.latencies();
    }
}
