package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import salvor.copier.pair.metadata.Area;

/**
 * An array put together from its members on trial, without knowing which member has which role. A
 * fact that must hold at some place of the array is looked for on every disk that could be there;
 * the only one on which it holds has that role. Facts that hold or fail are counted.
 */
final class ArrayView {

    private static final int NOBODY = -1;

    private final List<Disk> disks;
    private final Stripes stripes;
    private final long origin;
    private final int[] diskOfRole;
    private int held;
    private int failed;

    /**
     * @param disks the members, in any order, and perhaps others
     * @param origin bytes on each member to where the data begins
     */
    ArrayView(List<Disk> disks, Stripes stripes, long origin) {
        this.disks = disks;
        this.stripes = stripes;
        this.origin = origin;
        this.diskOfRole = new int[stripes.members()];
        Arrays.fill(diskOfRole, NOBODY);
    }

    /** Says which place in the list of disks has a role. */
    void assign(int role, int disk) {
        diskOfRole[role] = disk;
    }

    /**
     * What lies at {@code offset} of the array, if {@code fact} holds there.
     *
     * @param length bytes; the part behind the chunk's end counts as unknown, and nothing is found
     */
    Optional<Area> find(long offset, int length, Predicate<Area> fact) {
        if (offset < 0 || offset / stripes.chunk() != (offset + length - 1) / stripes.chunk()) {
            return Optional.empty();
        }
        Stripes.Place place = stripes.locate(offset);
        long position = origin + place.position();
        int assigned = diskOfRole[place.role()];
        List<Integer> holding = new ArrayList<>();
        Optional<Area> found = Optional.empty();
        for (int disk = 0; disk < disks.size(); disk++) {
            if (disk == assigned || (assigned == NOBODY && !isAssigned(disk))) {
                Optional<Area> area =
                        Area.read(disks.get(disk).device(), position, length).filter(fact);
                if (area.isPresent()) {
                    holding.add(disk);
                    found = area;
                }
            }
        }
        if (holding.size() == 1) {
            diskOfRole[place.role()] = holding.getFirst();
        }
        held += found.isPresent() ? 1 : 0;
        failed += found.isPresent() ? 0 : 1;
        return found;
    }

    private boolean isAssigned(int disk) {
        return Arrays.stream(diskOfRole).anyMatch(d -> d == disk);
    }

    int held() {
        return held;
    }

    int failed() {
        return failed;
    }

    /** Facts that held less those that failed. */
    int score() {
        return held - 2 * failed;
    }

    /** Whether going on is a waste of reads. */
    boolean isHopeless() {
        return failed > 4 + held / 4;
    }

    /**
     * The disks in the order of their roles, where facts told all, or all but one and one disk is
     * left.
     */
    Optional<List<Integer>> order() {
        List<Integer> order = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        long vacant = Arrays.stream(diskOfRole).filter(disk -> disk == NOBODY).count();
        for (int disk = 0; disk < disks.size(); disk++) {
            if (!isAssigned(disk)) {
                missing.add(disk);
            }
        }
        if (vacant > 0 && (vacant > 1 || missing.size() > 1)) {
            return Optional.empty();
        }
        for (int disk : diskOfRole) {
            order.add(disks.get(disk == NOBODY ? missing.getFirst() : disk).index());
        }
        return Optional.of(order);
    }
}
