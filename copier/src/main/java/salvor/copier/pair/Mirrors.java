package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds disks with equal blocks at equal positions.
 *
 * <p>Disks that agree on more than half of their telling blocks are connected. Where more than two
 * are, either all hold one mirror, or some are clones of one system image: then the blocks that all
 * share prove nothing, are dropped, and the rest decides again.
 */
final class Mirrors {

    /** A mirror of three or more whose members all agree this well is one without more ado. */
    private static final double MANY_WAY = 0.85;

    /** Less is enough where the members that differ are always the few. */
    private static final double OUTVOTED = 0.6;

    /** Of the blocks where not all agree, the part in which not more than half do either. */
    private static final double UNDECIDED_MAX = 0.1;

    /** Blocks where not all agree, from which on they are no coincidence. */
    private static final int DISPUTED_MIN = 4;

    private final Samples samples;
    private final List<Candidate> found = new ArrayList<>();

    private Mirrors(Samples samples) {
        this.samples = samples;
    }

    static List<Candidate> find(Samples samples) {
        Mirrors mirrors = new Mirrors(samples);
        List<Integer> all = new ArrayList<>();
        for (int disk = 0; disk < samples.disks(); disk++) {
            all.add(disk);
        }
        mirrors.search(all, new BitSet());
        return mirrors.found;
    }

    private void search(List<Integer> disks, BitSet dropped) {
        Agreement[][] matrix = matrix(disks, dropped);
        for (List<Integer> component : components(disks, matrix)) {
            Agreement worst = worst(disks, component, matrix);
            if (component.size() == 2) {
                found.add(Candidate.Mirror.unshifted(component, worst));
            } else if (worst.ratio() >= MANY_WAY) {
                for (List<Integer> part : parts(component, dropped)) {
                    found.add(Candidate.Mirror.unshifted(part, worst(disks, part, matrix)));
                }
            } else if (component.size() > 2) {
                if (worst.ratio() >= OUTVOTED && isOutvoted(component, dropped)) {
                    found.add(Candidate.Mirror.unshifted(component, worst));
                } else {
                    BitSet more = alsoShared(component, dropped);
                    if (component.size() < disks.size()
                            || more.cardinality() > dropped.cardinality()) {
                        search(component, more);
                    }
                }
            }
        }
    }

    private Agreement[][] matrix(List<Integer> disks, BitSet dropped) {
        int n = disks.size();
        Agreement[][] matrix = new Agreement[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i][j] = agreement(disks.get(i), disks.get(j), dropped);
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    private Agreement agreement(int a, int b, BitSet dropped) {
        Agreement sum = Agreement.NONE;
        for (int block = dropped.nextClearBit(0);
                block < samples.count();
                block = dropped.nextClearBit(block + 1)) {
            sum = sum.plus(samples.compare(a, b, block));
        }
        return sum;
    }

    private static List<List<Integer>> components(List<Integer> disks, Agreement[][] matrix) {
        List<List<Integer>> components = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int start = 0; start < disks.size(); start++) {
            if (!seen.get(start)) {
                BitSet members = new BitSet();
                flood(start, matrix, members);
                seen.or(members);
                if (members.cardinality() > 1) {
                    components.add(members.stream().mapToObj(disks::get).toList());
                }
            }
        }
        return components;
    }

    private static void flood(int from, Agreement[][] matrix, BitSet members) {
        members.set(from);
        for (int to = 0; to < matrix.length; to++) {
            if (!members.get(to) && matrix[from][to].isAccepted()) {
                flood(to, matrix, members);
            }
        }
    }

    private static Agreement worst(
            List<Integer> disks, List<Integer> component, Agreement[][] matrix) {
        List<Agreement> all = new ArrayList<>();
        for (int a : component) {
            for (int b : component) {
                if (a < b) {
                    all.add(matrix[disks.indexOf(a)][disks.indexOf(b)]);
                }
            }
        }
        return Collections.min(all, Comparator.comparingDouble(Agreement::ratio));
    }

    /**
     * Mirrors of clones that hardly grew apart yet: where not all agree, each has its twin. All of
     * the component, if some disk has none, for then it is a half that was left behind.
     */
    private List<List<Integer>> parts(List<Integer> component, BitSet dropped) {
        BitSet shared = alsoShared(component, dropped);
        if (disputed(component, dropped).cardinality() < DISPUTED_MIN) {
            return List.of(component);
        }
        List<List<Integer>> parts = components(component, matrix(component, shared));
        int members = parts.stream().mapToInt(List::size).sum();
        return members == component.size() ? parts : List.of(component);
    }

    /** Whether, wherever not all agree, more than half of them do: clones go their own ways. */
    private boolean isOutvoted(List<Integer> component, BitSet dropped) {
        int[] voted =
                disputed(component, dropped).stream()
                        .filter(block -> read(component, block) > 2)
                        .toArray();
        long undecided =
                Arrays.stream(voted)
                        .filter(b -> largestVote(component, b) * 2 <= read(component, b))
                        .count();
        // All members differ where their superblocks are.
        return undecided <= Math.max(1, UNDECIDED_MAX * voted.length);
    }

    /** The telling blocks of which not all of the component hold the same. */
    private BitSet disputed(List<Integer> component, BitSet dropped) {
        BitSet disputed = new BitSet();
        for (int block = 0; block < samples.count(); block++) {
            if (!dropped.get(block) && isTelling(component, block) && !isShared(component, block)) {
                disputed.set(block);
            }
        }
        return disputed;
    }

    private int largestVote(List<Integer> component, int block) {
        int largest = 0;
        for (int a : component) {
            int votes = 0;
            for (int b : component) {
                boolean isSame = samples.disk(a).linear(block) == samples.disk(b).linear(block);
                votes += isSame && samples.disk(b).state(block).isRead() ? 1 : 0;
            }
            largest = Math.max(largest, votes);
        }
        return largest;
    }

    /** Members whose block could be read. */
    private int read(List<Integer> component, int block) {
        return (int) component.stream().filter(d -> samples.disk(d).state(block).isRead()).count();
    }

    private boolean isTelling(List<Integer> component, int block) {
        return component.stream().anyMatch(d -> samples.disk(d).state(block) == BlockState.TELLING);
    }

    private boolean isShared(List<Integer> component, int block) {
        return component.stream()
                        .filter(d -> samples.disk(d).state(block).isRead())
                        .mapToLong(d -> samples.disk(d).linear(block))
                        .distinct()
                        .count()
                <= 1;
    }

    /** What was dropped, and the blocks that all members share. */
    private BitSet alsoShared(List<Integer> component, BitSet dropped) {
        BitSet more = (BitSet) dropped.clone();
        for (int block = 0; block < samples.count(); block++) {
            if (isTelling(component, block) && isShared(component, block)) {
                more.set(block);
            }
        }
        return more;
    }
}
