package salvor.copier.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.DriveClock;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Policy;
import salvor.protocol.message.Extent;

/**
 * One run of a rescue: readers ask the policy what to read and hand what they get to the
 * destination, while this thread saves and reports. A reader that hangs in the kernel holds up
 * neither the saving nor the end.
 */
public final class RescueRun {

    /** How often the map is saved, and so what a kill can cost. */
    private static final Duration CHECKPOINT_EVERY = Duration.ofMillis(500);

    private static final Duration REPORT_EVERY = Duration.ofMillis(100);

    /** How long the end waits for readers that are in the kernel's hands. */
    private static final Duration READERS_MAY_LAST = Duration.ofMillis(300);

    private final Device source;
    private final Destination destination;
    private final RescueRecord record;
    private final Clock clock;
    private final RescueState state;
    private final LongSupplier readNanos;
    private final int lanes;
    private final Effort effort;

    /**
     * @param policy works on {@code map}, which nobody else changes
     * @param lanes reads in flight, 1 or more, and less than the buffers of the pool
     */
    public RescueRun(
            Device source,
            Policy policy,
            RescueMap map,
            Destination destination,
            RescueRecord record,
            Limits limits,
            Clock clock,
            int lanes) {
        this(
                source,
                policy,
                map,
                map,
                destination,
                record,
                new Effort(limits, clock),
                clock,
                lanes);
    }

    /**
     * @param image what people are shown; where it is not {@code map}, nobody changes it
     * @param effort counted here
     */
    RescueRun(
            Device source,
            Policy policy,
            RescueMap map,
            RescueMap image,
            Destination destination,
            RescueRecord record,
            Effort effort,
            Clock clock,
            int lanes) {
        this.source = source;
        this.destination = new RecordedDestination(destination, record);
        this.record = record;
        this.effort = effort;
        this.clock = clock;
        this.lanes = lanes;
        // A simulated drive waits for nothing: its reads take what its own clock says.
        readNanos = source instanceof DriveClock drive ? drive::driveNanos : clock::nanos;
        state = new RescueState(policy, map, image, effort);
    }

    /**
     * Reads until the policy is done, somebody stops it or the device is lost; then saves.
     *
     * @param pool its buffers hold the largest read, and bound what is under way
     * @param onProgress called about ten times a second, on this thread
     * @throws IOException when the destination or the saving of the map failed for good
     */
    public Ending run(BufferPool pool, Consumer<RescueRun> onProgress)
            throws IOException, InterruptedException {
        while (true) {
            startReaders(pool);
            watch(onProgress);
            Ending ending = state.outcome();
            if (ending == Ending.FINISHED && state.hasLost()) {
                // The last save found that, when the readers may have gone already.
                continue;
            }
            zeroUnread(ending == Ending.FINISHED);
            List<Extent> lost = checkpoint();
            onProgress.accept(this);
            if (lost.isEmpty() || ending != Ending.FINISHED) {
                return ending;
            }
        }
    }

    private void startReaders(BufferPool pool) {
        state.readersStart(lanes);
        for (int i = 0; i < lanes; i++) {
            ReadLane lane = new ReadLane(source, state, destination, pool, clock, readNanos);
            Thread.ofPlatform().daemon().name("reader-" + i).start(lane);
        }
    }

    /** Saves and reports until the readers are done or should end. */
    private void watch(Consumer<RescueRun> onProgress) throws IOException, InterruptedException {
        long saved = clock.nanos();
        while (state.awaitEnding(REPORT_EVERY)) {
            onProgress.accept(this);
            if (clock.nanos() - saved >= CHECKPOINT_EVERY.toNanos()) {
                checkpoint();
                saved = clock.nanos();
            }
        }
        state.awaitReaders(READERS_MAY_LAST);
    }

    /** Asks the run to save and end; returns at once. */
    public void stop() {
        state.stop();
    }

    /** How far it is. */
    public Progress progress() {
        return state.progress();
    }

    /** The map as it is now. */
    public RescueMap mapNow() {
        return state.imageNow();
    }

    /** How long reads took; to be looked at when the run has ended. */
    public ReadLatencies latencies() {
        return effort.latencies();
    }

    /** Data durable, then checksums, then the map: it never runs ahead of the disk. */
    private List<Extent> checkpoint() throws IOException {
        RescueMap durable = state.mapNow();
        List<Extent> lost = destination.force();
        state.lost(lost);
        lost.forEach(extent -> durable.set(extent, Status.NON_TRIED));
        record.save(durable, state.progress().pass());
        return lost;
    }

    /**
     * No old data shines through: what could not be read is zero, and so is what a finished run
     * left.
     */
    private void zeroUnread(boolean finished) throws IOException {
        for (Region region : state.mapNow().regions()) {
            switch (region.status()) {
                case NON_TRIMMED, NON_SCRAPED, BAD -> destination.zero(region.extent());
                case NON_TRIED -> {
                    if (finished) {
                        destination.zero(region.extent());
                    }
                }
                case RESCUED -> {}
            }
        }
    }
}
