package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out from the content alone how a candidate's members are arranged. */
final class Probe {

    private Probe() {}

    static Arrangement arrangement(List<Disk> disks, Candidate candidate) {
        return switch (candidate) {
            case Candidate.Ring ring ->
                    new Arrangement(
                            Optional.of(ring.layout()),
                            ring.isFar() ? OptionalLong.empty() : OptionalLong.of(ring.step()),
                            ring.members(),
                            false,
                            OptionalLong.empty(),
                            List.of());
            case Candidate.Mirror _, Candidate.Parity _, Candidate.DoubleParity _ ->
                    new Arrangement(
                            Optional.empty(),
                            OptionalLong.empty(),
                            candidate.members(),
                            false,
                            OptionalLong.empty(),
                            List.of());
        };
    }
}
