package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import salvor.copier.pair.Stripes.Layout;

/**
 * Finds out from the content alone how a candidate's members are arranged: of all arrangements, the
 * one in which a file system's parts lie where they say they are.
 */
final class Probe {

    private static final long CHUNK_MIN = 4 << 10;
    private static final long CHUNK_MAX = 16 << 20;

    /** Facts that must hold before anything is believed. */
    private static final int HELD_MIN = 4;

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
            case Candidate.Near near -> near(near);
            case Candidate.Ring ring -> probe.ring(ring);
            case Candidate.Parity _ -> probe.parity(1);
            case Candidate.DoubleParity _ -> probe.parity(2);
        };
    }

    /** The copies themselves tell everything but where the first row is. */
    private static Arrangement near(Candidate.Near near) {
        return new Arrangement(
                Optional.of("near" + near.copies()),
                true,
                OptionalLong.of(near.chunk()),
                near.members(),
                true,
                OptionalLong.empty(),
                List.of("the copies go on from each row to the next: that tells chunk and order"));
    }

    private Arrangement ring(Candidate.Ring ring) {
        Layout rows = new Layout.Rows(ring.isFar() ? 1 : ring.copies());
        for (long origin : origins()) {
            for (int start = 0; start < members.size(); start++) {
                if (Origins.startsAt(members.get(start), origin)) {
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
            for (boolean isLeft : List.of(true, false)) {
                for (boolean isSymmetric : List.of(true, false)) {
                    Layout layout = new Layout.Parity(parities, isLeft, isSymmetric);
                    for (long chunk : chunks()) {
                        tryFacts(view(new Stripes(layout, members.size(), chunk), origin));
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

    /** Looks for a file system's parts where an arrangement has them. */
    static void tryFacts(ArrayView view) {
        for (long base : Origins.BASES) {
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

    /** Sizes that a chunk may have. */
    static List<Long> chunks() {
        List<Long> chunks = new ArrayList<>();
        for (long chunk = CHUNK_MIN; chunk <= CHUNK_MAX; chunk *= 2) {
            chunks.add(chunk);
        }
        return chunks;
    }

    private Set<Long> origins() {
        if (candidate instanceof Candidate.Ring ring && ring.isFar()) {
            long shortest = members.stream().mapToLong(Disk::size).min().orElseThrow();
            return Origins.of(members, Jobs.originOfFar(ring, shortest));
        }
        return Origins.of(members);
    }

    /** What the best trials agree on. */
    private Arrangement best(Optional<String> layout, OptionalLong chunk) {
        int top = trials.stream().mapToInt(t -> t.view().score()).max().orElse(0);
        // Copies in later rows look like the array itself, turned round: the first ones count.
        List<Trial> all = trials.stream().filter(t -> t.view().score() == top).toList();
        long from = all.stream().mapToLong(Trial::origin).min().orElse(0);
        List<Trial> best = all.stream().filter(t -> t.origin() == from).toList();
        if (best.isEmpty() || best.getFirst().view().held() < HELD_MIN || top <= 0) {
            return new Arrangement(
                    layout,
                    layout.isPresent(),
                    chunk,
                    candidate.members(),
                    false,
                    OptionalLong.empty(),
                    List.of());
        }
        Optional<String> told = only(best.stream().map(t -> Optional.of(name(t))).toList());
        Optional<List<Integer>> order = only(best.stream().map(t -> t.view().order()).toList());
        Optional<Long> size =
                only(best.stream().map(t -> Optional.of(t.stripes().chunk())).toList());
        Optional<Long> origin = only(best.stream().map(t -> Optional.of(t.origin())).toList());
        return new Arrangement(
                layout.or(() -> told),
                true,
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
