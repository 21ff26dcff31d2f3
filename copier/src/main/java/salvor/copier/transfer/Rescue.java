package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import salvor.copier.device.BufferPool;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.MirrorPolicy;
import salvor.copier.rescue.Policies;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.CopyRuns.Member;
import salvor.protocol.message.Extent;

/**
 * A whole rescue, of all copies: a run for each use of one.
 *
 * <ol>
 *   <li>What is easy to have: of the source, then what is missing of each mirror.
 *   <li>All of it, the same way round, again as long as that gives more.
 *   <li>If it is wished, all that is rescued is compared with what the mirrors can give.
 *   <li>What nobody gave is filled from an older copy.
 * </ol>
 *
 * <p>Without a mirror it is one run. A mirror is believed only after a sample of it was compared
 * with what the source gave.
 */
public final class Rescue {

    private final Copies copies;
    private final Policies policies;
    private final RescueLog log;
    private final Destination destination;
    private final CopyWatch watch;
    private final RescueMap map;
    private final CopyRuns runs;
    private final MirrorCheck check;
    private final Member source;
    private final List<Member> mirrors;

    /**
     * @param log its map is the one that the rescue goes on from
     * @param pool as for {@link RescueRun#run}
     */
    public Rescue(
            Copies copies,
            Policies policies,
            RescueLog log,
            Destination destination,
            BufferPool pool,
            Limits limits,
            Clock clock,
            CopyWatch watch) {
        this.copies = copies;
        this.policies = policies;
        this.log = log;
        this.destination = destination;
        this.watch = watch;
        map = log.map();
        source = new Member(copies.source(), map);
        mirrors =
                copies.mirrors().stream()
                        .map(mirror -> new Member(mirror, new RescueMap(map.size())))
                        .toList();
        runs = new CopyRuns(map, pool, limits, clock, this::lost);
        check = new MirrorCheck(copies, policies, log, runs, watch);
    }

    /**
     * Reads until nobody has more to give, somebody stops it or a device is lost that is missed.
     *
     * @param onProgress called about ten times a second, on this thread
     * @throws MirrorException when a mirror is none; all until then is saved
     * @throws IOException when the destination or the saving of the map failed for good
     */
    public Ending run(Consumer<Rescue> onProgress) throws IOException, InterruptedException {
        runs.onProgress(() -> onProgress.accept(this));
        if (mirrors.isEmpty()) {
            readSource(source.copy.options());
        } else {
            readAll();
        }
        if (copies.compare()) {
            for (Member mirror : mirrors) {
                check.compare(mirror);
            }
        }
        Copies.Copy older = copies.older();
        if (older != null && ending() == Ending.FINISHED) {
            fill(new Member(older, new RescueMap(Math.min(map.size(), older.device().size()))));
        }
        return ending();
    }

    /** Asks the run to save and end; returns at once. */
    public void stop() {
        runs.stop();
    }

    /** How far it is; once it has begun. */
    public Progress progress() {
        return runs.current().progress();
    }

    /** The map as it is now; once it has begun. */
    public RescueMap mapNow() {
        return runs.current().mapNow();
    }

    /** How long reads took; to be looked at when the rescue has ended. */
    public ReadLatencies latencies() {
        return runs.latencies();
    }

    /** Sectors of 512 bytes that a mirror gives and that are not what was rescued. */
    public long conflicts() {
        return check.conflicts();
    }

    /**
     * The name of the copy that was lost, where the rescue ended with {@link Ending#DEVICE_LOST}.
     */
    public String missed() {
        Member lost = runs.lost();
        return lost == null ? source.name() : lost.name();
    }

    private void readAll() throws IOException, InterruptedException {
        if (map.total(Status.RESCUED) > 0 && !isComplete()) {
            for (Member mirror : mirrors) {
                check.prove(mirror);
            }
        }
        round(RescueOptions::easy);
        UnaryOperator<RescueOptions> how = UnaryOperator.identity();
        for (long before = -1; before < map.total(Status.RESCUED); ) {
            before = map.total(Status.RESCUED);
            round(how);
            how = options -> options.withRetryPasses(0);
        }
    }

    private void round(UnaryOperator<RescueOptions> how) throws IOException, InterruptedException {
        readSource(how.apply(source.copy.options()));
        for (Member mirror : mirrors) {
            if (!isComplete() && check.prove(mirror)) {
                watch.reading(mirror.name(), CopyWatch.Purpose.RESCUE);
                readMirror(mirror, how.apply(mirror.copy.options()));
            }
        }
    }

    private void readSource(RescueOptions options) throws IOException, InterruptedException {
        runs.run(source, () -> policies.over(map, options), map, destination, log);
    }

    private void readMirror(Member mirror, RescueOptions options)
            throws IOException, InterruptedException {
        runs.run(
                mirror,
                () -> new MirrorPolicy(map, mirror.map, policies, options),
                map,
                destination,
                log.ofMirror(mirror.name()));
    }

    private void fill(Member older) throws IOException, InterruptedException {
        RescueMap wanted = older.map;
        Extent all = new Extent(0, wanted.size());
        for (RescueMap have : List.of(map, log.filledFrom(older.name()))) {
            for (Region region : have.regions(all)) {
                if (region.status() == Status.RESCUED) {
                    wanted.set(region.extent(), Status.RESCUED);
                }
            }
        }
        if (wanted.total(Status.NON_TRIED) == 0) {
            return;
        }
        watch.reading(older.name(), CopyWatch.Purpose.FILL);
        long size = older.copy.device().size();
        if (size != map.size()) {
            watch.otherSize(older.name(), size, map.size());
        }
        runs.run(
                older,
                () -> policies.over(wanted, older.copy.options()),
                wanted,
                destination,
                log.ofOlder(older.name()));
    }

    private void lost(Member member) {
        if (!mirrors.isEmpty()) {
            watch.lost(member.name());
        }
    }

    private boolean isComplete() {
        return map.total(Status.RESCUED) == map.size();
    }

    private Ending ending() {
        if (runs.isStopped()) {
            return Ending.STOPPED;
        }
        boolean isMissed = runs.lost() != null && (copies.compare() || !isComplete());
        return isMissed ? Ending.DEVICE_LOST : Ending.FINISHED;
    }
}
