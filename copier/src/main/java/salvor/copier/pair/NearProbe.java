package salvor.copier.pair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts mirrors together to the RAID10 near that they are parts of: a file system that begins on one
 * and is larger than it has its parts on the others. Which twin of a mirror comes first cannot be
 * told, nor does it matter.
 */
final class NearProbe {

    /** Parts of a file system that must lie where they should. */
    private static final int HELD_MIN = 12;

    private final List<Disk> disks;
    private final Map<Integer, Candidate.Mirror> mirrorOf = new HashMap<>();
    private final Map<Candidate, Arrangement> found = new HashMap<>();

    private NearProbe(List<Disk> disks) {
        this.disks = disks;
    }

    /** Of the mirrors among {@code chosen} that are part of something, the arrangement. */
    static Map<Candidate, Arrangement> find(List<Disk> disks, List<Candidate> chosen) {
        NearProbe probe = new NearProbe(disks);
        Map<Integer, List<Candidate.Mirror>> byCopies = new HashMap<>();
        for (Candidate candidate : chosen) {
            if (candidate instanceof Candidate.Mirror mirror) {
                byCopies.computeIfAbsent(mirror.members().size(), _ -> new ArrayList<>())
                        .add(mirror);
            }
        }
        byCopies.values().forEach(probe::search);
        return probe.found;
    }

    private void search(List<Candidate.Mirror> mirrors) {
        List<Disk> firsts = new ArrayList<>();
        for (Candidate.Mirror mirror : mirrors) {
            int first = mirror.members().getFirst();
            firsts.add(disks.get(first));
            mirrorOf.put(first, mirror);
        }
        for (Disk beginning : firsts) {
            if (!found.containsKey(mirrorOf.get(beginning.index()))
                    && MirrorProbe.isBeginning(beginning)) {
                describe(trials(beginning, firsts));
            }
        }
    }

    private static List<Trial> trials(Disk beginning, List<Disk> firsts) {
        List<Trial> trials = new ArrayList<>();
        for (long origin : Origins.of(List.of(beginning))) {
            for (int mirrors = 2; mirrors <= firsts.size(); mirrors++) {
                for (long chunk : Probe.chunks()) {
                    Stripes stripes = new Stripes(new Stripes.Layout.Rows(1), mirrors, chunk);
                    ArrayView view =
                            new ArrayView(
                                    firsts, stripes, Collections.nCopies(firsts.size(), origin));
                    view.assign(0, firsts.indexOf(beginning));
                    Probe.tryFacts(view);
                    trials.add(new Trial(stripes, origin, view));
                }
            }
        }
        return trials;
    }

    private void describe(List<Trial> trials) {
        List<Trial> best = Trial.best(trials);
        Optional<List<Integer>> order = Trial.only(best, t -> t.view().order());
        if (order.isEmpty() || !best.getFirst().isBelievable(HELD_MIN)) {
            return;
        }
        OptionalLong chunk =
                Trial.only(best, t -> Optional.of(t.stripes().chunk()))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty());
        List<Candidate.Mirror> mirrors = order.get().stream().map(mirrorOf::get).toList();
        for (int i = 0; i < mirrors.size(); i++) {
            Candidate.Mirror mirror = mirrors.get(i);
            found.put(
                    mirror,
                    new Arrangement(
                            Optional.of("near" + mirror.members().size()),
                            Trial.isSure(best, trials),
                            chunk,
                            mirror.members(),
                            false,
                            OptionalLong.of(best.getFirst().origin()),
                            List.of(
                                    "mirror %d of %d of one RAID10, whose file system is whole when"
                                                    .formatted(i + 1, mirrors.size())
                                            + " they are put together so: "
                                            + best.getFirst().sentence())));
        }
    }
}
