package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import salvor.copier.pair.metadata.Area;

/**
 * An array put together from its members on trial, without knowing which member has which role. A
 * fact that must hold at some place of the array is looked for on every disk that could be there;
 * those on which it holds are the ones that can have that role. Facts that hold or fail are
 * counted.
 */
final class ArrayView {

    private final List<Disk> disks;
    private final Stripes stripes;
    private final List<Long> origins;
    private final List<BitSet> possible = new ArrayList<>();
    private int held;
    private int failed;

    /**
     * @param disks the members, in any order, and perhaps others
     * @param origins bytes to where the data begins, of each of the disks
     */
    ArrayView(List<Disk> disks, Stripes stripes, List<Long> origins) {
        this.disks = disks;
        this.stripes = stripes;
        this.origins = origins;
        for (int role = 0; role < stripes.members(); role++) {
            BitSet all = new BitSet();
            all.set(0, disks.size());
            possible.add(all);
        }
    }

    /** Says which place in the list of disks has a role. */
    void assign(int role, int disk) {
        BitSet only = new BitSet();
        only.set(disk);
        narrow(role, only);
    }

    /**
     * What lies at {@code offset} of the array, if {@code fact} holds there; empty as well if it
     * holds for different bytes of several disks.
     *
     * @param length bytes; the part behind the chunk's end counts as unknown, and nothing is found
     */
    Optional<Area> find(long offset, int length, Predicate<Area> fact) {
        if (offset < 0 || offset / stripes.chunk() != (offset + length - 1) / stripes.chunk()) {
            return Optional.empty();
        }
        Stripes.Place place = stripes.locate(offset);
        BitSet holding = new BitSet();
        List<Area> found = new ArrayList<>();
        possible.get(place.role()).stream()
                .forEach(
                        disk ->
                                read(disk, place.position(), length)
                                        .filter(fact)
                                        .ifPresent(
                                                area -> {
                                                    holding.set(disk);
                                                    found.add(area);
                                                }));
        if (found.isEmpty()) {
            failed++;
            return Optional.empty();
        }
        held++;
        narrow(place.role(), holding);
        Area first = found.getFirst();
        return found.stream().allMatch(first::hasSameBytes) ? Optional.of(first) : Optional.empty();
    }

    private Optional<Area> read(int disk, long position, int length) {
        return Area.read(disks.get(disk).device(), origins.get(disk) + position, length);
    }

    /** Only {@code disks} can have {@code role}; who alone can have one has no other. */
    private void narrow(int role, BitSet those) {
        possible.get(role).and(those);
        if (possible.get(role).cardinality() != 1) {
            return;
        }
        for (int other = 0; other < possible.size(); other++) {
            BitSet rest = (BitSet) possible.get(other).clone();
            rest.andNot(possible.get(role));
            if (other != role && !rest.equals(possible.get(other))) {
                narrow(other, rest);
            }
        }
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

    /** The disks in the order of their roles, where facts told all. */
    Optional<List<Integer>> order() {
        return possible.stream().allMatch(disks -> disks.cardinality() == 1)
                ? Optional.of(
                        possible.stream().map(one -> disks.get(one.nextSetBit(0)).index()).toList())
                : Optional.empty();
    }

    /** All orders that facts leave; none if there are more than {@code max}. */
    List<List<Integer>> orders(int max) {
        List<List<Integer>> orders = new ArrayList<>();
        orders(new ArrayList<>(), orders, max + 1);
        return orders.size() > max ? List.of() : orders;
    }

    private void orders(List<Integer> begun, List<List<Integer>> orders, int max) {
        if (begun.size() == possible.size()) {
            orders.add(begun.stream().map(place -> disks.get(place).index()).toList());
            return;
        }
        BitSet those = possible.get(begun.size());
        for (int place = those.nextSetBit(0);
                place >= 0 && orders.size() < max;
                place = those.nextSetBit(place + 1)) {
            if (!begun.contains(place)) {
                begun.add(place);
                orders(begun, orders, max);
                begun.removeLast();
            }
        }
    }
}
