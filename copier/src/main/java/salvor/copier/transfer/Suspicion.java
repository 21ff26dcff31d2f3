package salvor.copier.transfer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Whether failures are the medium's or the drive's: after many in a row it is asked whether the
 * drive still answers at all. If it does not, what failed since it last did is taken back. Guarded
 * by the lock of the {@link RescueState}.
 */
final class Suspicion {

    /** Failures in a row after which it is asked. */
    private static final int FAILURES = 48;

    /** Together with {@link #FAILURES}, no more than 64 commands to a dead drive. */
    private static final int WITNESSES = 16;

    private final RescueMap map;
    private int failuresInRow;
    private @Nullable Extent given;

    /**
     * @param map what failures are marked in
     */
    Suspicion(RescueMap map) {
        this.map = map;
        map.mark();
    }

    /** The drive gave {@code extent}. */
    void gave(Extent extent) {
        given = extent;
        answered();
    }

    /** The drive gave good data: the failures before were the medium's. */
    void answered() {
        failuresInRow = 0;
        map.mark();
    }

    /** A read failed; tells whether it is time to ask. */
    boolean failed() {
        failuresInRow++;
        return failuresInRow % FAILURES == 0;
    }

    /** The drive left or is dead: what failed since it last answered says nothing of the medium. */
    void confirmed() {
        map.rollback();
    }

    /**
     * Sectors by which a drive can show that it is alive: one that it gave, or when it gave none in
     * this run, the first that is rescued, perhaps by it, and some from all over it.
     */
    List<Extent> witnesses(int sector) {
        if (given != null) {
            return List.of(witness(given.start(), sector));
        }
        List<Extent> witnesses = new ArrayList<>();
        Region rescued = map.next(Status.RESCUED, 0);
        if (rescued != null) {
            witnesses.add(witness(rescued.extent().start(), sector));
        }
        long sectors = Math.ceilDiv(map.size(), sector);
        for (int i = witnesses.size(); i < WITNESSES; i++) {
            witnesses.add(witness(sectors * (2 * i + 1) / (2 * WITNESSES) * sector, sector));
        }
        return witnesses;
    }

    private Extent witness(long at, int sector) {
        return Extent.between(at, Math.min(at + sector, map.size()));
    }
}
