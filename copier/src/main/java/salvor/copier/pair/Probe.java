package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import salvor.copier.pair.Stripes.Layout;
import salvor.copier.pair.metadata.Area;

/**
 * Finds out from the content alone how a candidate's members are arranged: of all arrangements, the
 * one in which a file system's parts lie where they say they are.
 */
final class Probe {

    private static final long MIB = 1 << 20;
    private static final long CHUNK_MIN = 4 << 10;
    private static final long CHUNK_MAX = 16 << 20;

    /** Facts that must hold before anything is believed. */
    private static final int HELD_MIN = 4;

    /** Where a file system begins in an array: at once, or behind LVM's or a partition's start. */
    private static final List<Long> BASES = List.of(0L, MIB);

    /** One arrangement that was tried. */
    private record Trial(Stripes stripes, long origin, ArrayView view) {}

    private final List<Disk> members;
    private final Candidate candidate;
    private final List<Trial> trials = new ArrayList<>();

    private Probe(List<Disk> disks, Candidate candidate) {
        this.members = candidate.members().stream().map(disks::get).toList();
        this.candidate = candidate;
    }

    static Arrangement arrangement(List<Disk> disks, Candidate candidate) {
        Probe probe = new Probe(disks, candidate);
        return switch (candidate) {
            case Candidate.Mirror mirror -> MirrorProbe.arrangement(disks, mirror);
            case Candidate.Ring ring -> probe.ring(ring);
            case Candidate.Parity _ -> probe.parity(1);
            case Candidate.DoubleParity _ -> probe.parity(2);
        };
    }

    private Arrangement ring(Candidate.Ring ring) {
        Layout rows = new Layout.Rows(ring.isFar() ? 1 : ring.copies());
        for (long origin : origins()) {
            for (int start = 0; start < members.size(); start++) {
                if (startsAt(members.get(start), origin)) {
                    for (long chunk : ring.isFar() ? chunks() : List.of(ring.step())) {
                        ArrayView view = view(new Stripes(rows, members.size(), chunk), origin);
                        for (int i = 0; i < members.size(); i++) {
                            view.assign(i, (start + i) % members.size());
                        }
                        tryFacts(view);
                    }
                }
            }
        }
        OptionalLong known = ring.isFar() ? OptionalLong.empty() : OptionalLong.of(ring.step());
        return best(Optional.of(ring.layout()), known);
    }

    private Arrangement parity(int parities) {
        for (long origin : origins()) {
            if (members.stream().anyMatch(disk -> startsAt(disk, origin))) {
                for (boolean isLeft : List.of(true, false)) {
                    for (boolean isSymmetric : List.of(true, false)) {
                        Layout layout = new Layout.Parity(parities, isLeft, isSymmetric);
                        for (long chunk : chunks()) {
                            tryFacts(view(new Stripes(layout, members.size(), chunk), origin));
                        }
                    }
                }
            }
        }
        return best(Optional.empty(), OptionalLong.empty());
    }

    private ArrayView view(Stripes stripes, long origin) {
        ArrayView view = new ArrayView(members, stripes, origin);
        trials.add(new Trial(stripes, origin, view));
        return view;
    }

    private static void tryFacts(ArrayView view) {
        for (long base : BASES) {
            int before = view.held();
            // A second time, for what the first time could not yet tell apart.
            for (int time = 0; time < 2 && !view.isHopeless(); time++) {
                Ext4Facts.tryAll(view, base);
                XfsFacts.tryAll(view, base);
            }
            if (view.held() > before) {
                return;
            }
        }
    }

    private static List<Long> chunks() {
        List<Long> chunks = new ArrayList<>();
        for (long chunk = CHUNK_MIN; chunk <= CHUNK_MAX; chunk *= 2) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /** Where data may begin: what metadata names, what a far layout leaves, what mdadm chooses. */
    private Set<Long> origins() {
        Set<Long> origins = new TreeSet<>();
        members.forEach(disk -> origins.addAll(disk.findings().origins()));
        long shortest = members.stream().mapToLong(Disk::size).min().orElseThrow();
        if (candidate instanceof Candidate.Ring ring && ring.isFar()) {
            origins.add(Jobs.originOfFar(ring, shortest));
        }
        for (long mib = 0; mib <= 16; mib++) {
            origins.add(mib * MIB);
        }
        origins.addAll(List.of(4096L, 8192L, 16384L, 65536L, 128 * MIB, 129 * MIB, 130 * MIB));
        return origins;
    }

    private static boolean startsAt(Disk disk, long origin) {
        return BASES.stream()
                .anyMatch(
                        base ->
                                Area.read(disk.device(), origin + base + 1024, 1024)
                                                .filter(Ext4Facts::isSuperblock)
                                                .isPresent()
                                        || Area.read(disk.device(), origin + base, 512)
                                                .filter(XfsFacts::isSuperblock)
                                                .isPresent());
    }

    /** What the best trials agree on. */
    private Arrangement best(Optional<String> layout, OptionalLong chunk) {
        int top = trials.stream().mapToInt(t -> t.view().score()).max().orElse(0);
        List<Trial> best = trials.stream().filter(t -> t.view().score() == top).toList();
        if (best.isEmpty() || best.getFirst().view().held() < HELD_MIN || top <= 0) {
            return new Arrangement(
                    layout, chunk, candidate.members(), false, OptionalLong.empty(), List.of());
        }
        Optional<String> told = only(best.stream().map(t -> Optional.of(name(t))).toList());
        Optional<List<Integer>> order = only(best.stream().map(t -> t.view().order()).toList());
        Optional<Long> size =
                only(best.stream().map(t -> Optional.of(t.stripes().chunk())).toList());
        Optional<Long> origin = only(best.stream().map(t -> Optional.of(t.origin())).toList());
        return new Arrangement(
                layout.or(() -> told),
                size.map(OptionalLong::of).orElse(chunk),
                order.orElse(candidate.members()),
                order.isPresent(),
                origin.map(OptionalLong::of).orElse(OptionalLong.empty()),
                List.of(
                        "the file system on the array is whole in this arrangement: %d of its parts lie"
                                        .formatted(best.getFirst().view().held())
                                + " where they should, %d do not"
                                        .formatted(best.getFirst().view().failed())));
    }

    private static String name(Trial trial) {
        return switch (trial.stripes().layout()) {
            case Layout.Rows _ -> "";
            case Layout.Parity parity -> parity.layoutName();
        };
    }

    /** What all say, if they say one thing. */
    private static <T> Optional<T> only(List<Optional<T>> all) {
        return all.stream().distinct().count() == 1 ? all.getFirst() : Optional.empty();
    }
}
