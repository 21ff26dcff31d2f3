package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import salvor.copier.pair.Stripes.Layout;

/**
 * Finds out from the content alone how a candidate's members are arranged: of all arrangements, the
 * one in which a file system's parts lie where they say they are.
 */
final class Probe {

    private static final long CHUNK_MIN = 4 << 10;

    /** Bytes; md itself allows more, and nobody asks for it. */
    static final long CHUNK_MAX = 16 << 20;

    /** Facts that must hold before anything is believed. */
    private static final int HELD_MIN = 4;

    private final List<Disk> members;
    private final Samples samples;
    private final Candidate candidate;
    private final List<Trial> trials = new ArrayList<>();

    private Probe(List<Disk> disks, Samples samples, Candidate candidate) {
        this.members = candidate.members().stream().map(disks::get).toList();
        this.samples = samples;
        this.candidate = candidate;
    }

    static Arrangement arrangement(List<Disk> disks, Samples samples, Candidate candidate) {
        Probe probe = new Probe(disks, samples, candidate);
        return switch (candidate) {
            case Candidate.Mirror mirror -> MirrorProbe.arrangement(disks, mirror);
            case Candidate.Near near -> near(near);
            case Candidate.Part part -> probe.part(part.claim());
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
            for (int start = 0; start < members.size() && canBegin(ring, origin); start++) {
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

    /** Whether what lies there can be first copies, and is not what lies in rows of copies. */
    private boolean canBegin(Candidate.Ring ring, long origin) {
        if (ring.isFar()) {
            return origin + ring.copies() * ring.step() <= shortest();
        }
        long period = ring.copies() * ring.step();
        long after = Math.floorMod(origin - ring.phase(), period);
        return Math.min(after, period - after) < ring.step() / 2;
    }

    private long shortest() {
        return members.stream().mapToLong(Disk::size).min().orElseThrow();
    }

    /** Where all its members are here, the content may say more than the superblocks. */
    private Arrangement part(Claim claim) {
        return claim.isOfCopies() || !claim.missing().isEmpty()
                ? Arrangement.unknown(candidate.members())
                : parity(claim.array().level() == 6 ? 2 : 1);
    }

    private Arrangement parity(int parities) {
        for (long origin : origins()) {
            for (ParityLayout layout : ParityLayout.withParity(parities)) {
                for (long chunk : chunks()) {
                    tryFacts(view(new Stripes(layout, members.size(), chunk), origin));
                }
            }
        }
        return parities == 2
                ? ParityProof.of(samples, candidate, whole())
                : best(Optional.empty(), OptionalLong.empty());
    }

    /** The trials in which a file system is whole, and none clearly more so. */
    private List<Trial> whole() {
        int top = trials.stream().mapToInt(Trial::score).max().orElse(0);
        return trials.stream()
                .filter(trial -> trial.isBelievable(HELD_MIN) && trial.score() > top - Trial.SURE)
                .toList();
    }

    private ArrayView view(Stripes stripes, long origin) {
        List<Long> origins =
                members.stream().map(m -> origin + candidate.shift(m.index())).toList();
        ArrayView view = new ArrayView(members, stripes, origins);
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

    /** Where the data may begin on the first of the members. */
    private Set<Long> origins() {
        if (candidate instanceof Candidate.Ring ring && ring.isFar()) {
            return Origins.of(members, Jobs.originOfFar(ring, shortest()));
        }
        Set<Long> origins = new TreeSet<>();
        members.stream()
                .map(member -> candidate.shift(member.index()))
                .distinct()
                .forEach(shift -> startsAt(shift).forEach(at -> origins.add(at - shift)));
        return origins;
    }

    /** Where the data may begin on those members that have it {@code shift} bytes further on. */
    private Set<Long> startsAt(long shift) {
        return Origins.of(
                members.stream().filter(m -> candidate.shift(m.index()) == shift).toList());
    }

    /** What the best trials agree on. */
    private Arrangement best(Optional<String> layout, OptionalLong chunk) {
        List<Trial> best = Trial.best(trials);
        if (best.isEmpty() || !best.getFirst().isBelievable(HELD_MIN)) {
            return new Arrangement(
                    layout,
                    layout.isPresent(),
                    chunk,
                    candidate.members(),
                    false,
                    OptionalLong.empty(),
                    List.of());
        }
        Optional<List<Integer>> order = Trial.only(best, t -> t.view().order());
        List<Integer> ordered = order.orElse(candidate.members());
        return new Arrangement(
                layout.or(() -> Trial.only(best, t -> Optional.of(t.name()))),
                Trial.isSure(best, trials),
                Trial.only(best, t -> Optional.of(t.stripes().chunk()))
                        .map(OptionalLong::of)
                        .orElse(chunk),
                ordered,
                order.isPresent(),
                OptionalLong.of(best.getFirst().origin() + candidate.shift(ordered.getFirst())),
                List.of(
                        "the file system on the array is whole in this arrangement: "
                                + best.getFirst().sentence()));
    }
}
