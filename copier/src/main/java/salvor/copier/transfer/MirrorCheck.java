package salvor.copier.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Policies;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.transfer.CopyRuns.Member;
import salvor.protocol.message.Extent;

/** Compares mirrors with what was rescued: a sample before they are believed, or everything. */
final class MirrorCheck {

    private final Copies copies;
    private final Policies policies;
    private final RescueLog log;
    private final CopyRuns runs;
    private final CopyWatch watch;
    private final RescueMap map;
    private final Set<Member> proven = new HashSet<>();
    private long conflicts;

    MirrorCheck(Copies copies, Policies policies, RescueLog log, CopyRuns runs, CopyWatch watch) {
        this.copies = copies;
        this.policies = policies;
        this.log = log;
        this.runs = runs;
        this.watch = watch;
        map = log.map();
    }

    /** How many sectors a comparison found to be what. */
    private record Sectors(long alike, long different) {}

    /** Sectors that differ, as far as they were compared. */
    long conflicts() {
        return conflicts;
    }

    /**
     * Compares a sample of what the source gave, once.
     *
     * @return whether the mirror can be read
     * @throws MirrorException when more is different than alike
     */
    boolean prove(Member mirror) throws IOException, InterruptedException {
        if (!runs.isThere(mirror) || proven.contains(mirror)) {
            return runs.isThere(mirror);
        }
        List<Extent> different = new ArrayList<>();
        RescueOptions options = mirror.copy.options().easy();
        Sectors sectors =
                collate(mirror, MirrorSample.of(log.ofSource(map)), options, different::add);
        if (sectors.different() > sectors.alike()) {
            throw new MirrorException(
                    mirror.name()
                            + ": is no mirror of "
                            + copies.source().name()
                            + ": of "
                            + (sectors.different() + sectors.alike())
                            + " sectors that both can read, "
                            + sectors.different()
                            + " are not the same; name its twin, or leave it out"
                            + " (--fill-from is for an older copy)");
        }
        if (!copies.compare()) {
            conflicts += sectors.different();
            different.forEach(extent -> watch.differs(mirror.name(), extent));
        }
        if (!runs.isThere(mirror)) {
            return false;
        }
        if (sectors.alike() == 0) {
            watch.unproven(mirror.name());
        }
        return proven.add(mirror);
    }

    /** Compares all that is rescued and that the mirror can read. */
    void compare(Member mirror) throws IOException, InterruptedException {
        if (!prove(mirror)) {
            return;
        }
        RescueMap wanted = new RescueMap(map.size());
        for (Region region : map) {
            if (region.status() != Status.RESCUED) {
                wanted.set(region.extent(), Status.RESCUED);
            }
        }
        watch.reading(mirror.name(), CopyWatch.Purpose.COMPARE);
        RescueOptions options = mirror.copy.options().withRetryPasses(0);
        conflicts +=
                collate(mirror, wanted, options, extent -> watch.differs(mirror.name(), extent))
                        .different();
    }

    private Sectors collate(
            Member mirror, RescueMap wanted, RescueOptions options, Consumer<Extent> onDifference)
            throws IOException, InterruptedException {
        try (Collation collation = new Collation(copies.image().open(), onDifference)) {
            runs.run(
                    mirror,
                    () -> policies.over(wanted, options),
                    wanted,
                    collation,
                    RescueRecord.NONE);
            return new Sectors(collation.alike(), collation.different());
        }
    }
}
