package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds the disk that made a RAID6 of a RAID5 and holds nothing but Q, as {@code mdadm --grow
 * --layout=preserve} leaves it: how Q is made of the others follows from their arrangement, if the
 * file system on them shows it.
 */
final class AddedQ {

    private final List<Disk> disks;
    private final Samples samples;

    private AddedQ(List<Disk> disks, Samples samples) {
        this.disks = disks;
        this.samples = samples;
    }

    /**
     * @param suggested of which a RAID5 becomes a RAID6 where its Q is found
     * @param left disks that are not explained otherwise
     */
    static List<Candidate> to(
            List<Candidate> suggested, List<Disk> disks, Samples samples, BitSet left) {
        AddedQ added = new AddedQ(disks, samples);
        List<Candidate> with = new ArrayList<>();
        for (Candidate candidate : suggested) {
            boolean canBe =
                    candidate instanceof Candidate.Parity
                            && candidate.isAligned()
                            && candidate.agreement().isEnough()
                            && candidate.agreement().ratio() >= Agreement.CERTAIN
                            && !left.isEmpty();
            with.add(canBe ? added.to(candidate, left).orElse(candidate) : candidate);
        }
        return with;
    }

    private Optional<Candidate> to(Candidate parity, BitSet left) {
        Arrangement known = Probe.arrangement(disks, samples, parity);
        Optional<ParityLayout> layout =
                known.layout()
                        .flatMap(name -> ParityLayout.named(1, name))
                        .flatMap(ParityLayout::withQLast);
        boolean isKnown =
                known.orderKnown() && known.chunk().isPresent() && known.origin().isPresent();
        if (!isKnown || layout.isEmpty()) {
            return Optional.empty();
        }
        return left.stream()
                .filter(disk -> !parity.members().contains(disk))
                .mapToObj(disk -> with(disk, parity, known, layout.get()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Candidate> with(
            int disk, Candidate parity, Arrangement known, ParityLayout layout) {
        List<Integer> order = new ArrayList<>(known.members());
        order.add(disk);
        List<Long> shifts = order.stream().map(_ -> 0L).toList();
        Agreement agreement =
                StripeSamples.of(
                                samples,
                                layout,
                                known.chunk().orElseThrow(),
                                order,
                                shifts,
                                known.origin().orElseThrow(),
                                StripeSamples.telling(samples, order, shifts))
                        .agreement();
        boolean isQ = agreement.isEnough() && agreement.isNearly(parity.agreement());
        List<Integer> members = order.stream().sorted().toList();
        return isQ
                ? Optional.of(Candidate.DoubleParity.unshifted(members, agreement))
                : Optional.empty();
    }
}
