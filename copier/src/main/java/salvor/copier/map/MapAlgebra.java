package salvor.copier.map;

import java.util.function.UnaryOperator;
import salvor.protocol.message.Extent;

/**
 * The algebra of mapfiles, as GNU ddrescuelog has it ({@code -y -z -x -n}): rescued is true, all
 * else is false. The result speaks of what the first mapfile speaks of; where the second does not
 * speak, the first stays. Where a result is false and the first was so too, its status stays; where
 * it was rescued, it becomes bad.
 */
public final class MapAlgebra {

    private MapAlgebra() {}

    /** Rescued in both. */
    public static MapFile and(MapFile first, MapFile second) {
        return combine(first, second, false, old -> old == Status.RESCUED ? Status.BAD : old);
    }

    /** Rescued in one of them. */
    public static MapFile or(MapFile first, MapFile second) {
        return combine(first, second, true, _ -> Status.RESCUED);
    }

    /** Rescued in just one of them. */
    public static MapFile xor(MapFile first, MapFile second) {
        return combine(first, second, true, MapAlgebra::inverted);
    }

    /** Rescued becomes bad, all else rescued. */
    public static MapFile invert(MapFile file) {
        RescueMap result = new RescueMap(file.map().size());
        change(file, result, file.covered(), MapAlgebra::inverted);
        return new MapFile(result, file.covered(), file.statusLine());
    }

    /**
     * Changes the first only where the second speaks.
     *
     * @param rescued whether there where the second is rescued, or where it is not
     */
    private static MapFile combine(
            MapFile first, MapFile second, boolean rescued, UnaryOperator<Status> change) {
        RescueMap result = new RescueMap(first.map());
        for (Region region : second.map()) {
            if ((region.status() == Status.RESCUED) == rescued) {
                change(first, result, region.extent().intersect(second.covered()), change);
            }
        }
        return new MapFile(result, first.covered(), first.statusLine());
    }

    private static void change(
            MapFile from, RescueMap result, Extent where, UnaryOperator<Status> change) {
        Extent both = where.intersect(from.covered());
        for (long at = both.start(); at < both.end(); ) {
            Region region = from.map().regionAt(at);
            result.set(region.extent().intersect(both), change.apply(region.status()));
            at = region.extent().end();
        }
    }

    private static Status inverted(Status status) {
        return status == Status.RESCUED ? Status.BAD : Status.RESCUED;
    }
}
