package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import salvor.copier.pair.metadata.MdSuperblock;

/** Holds a candidate against what the disks say about themselves. Content decides. */
final class Interpretation {

    /** With superblocks that fit, this much agreement is certain. */
    private static final double CERTAIN_WITH_CLAIM = 0.7;

    /**
     * Windows that telling blocks must be spread over: a RAID5 that holds one file at its start
     * looks like a mirror there.
     */
    private static final int SPREAD_MIN = 8;

    private final List<Disk> disks;
    private final Samples samples;
    private final Candidate candidate;
    private final List<String> evidence = new ArrayList<>();

    Interpretation(List<Disk> disks, Samples samples, Candidate candidate) {
        this.disks = disks;
        this.samples = samples;
        this.candidate = candidate;
    }

    Verdict verdict() {
        List<Claim> claims = Claim.of(disks, candidate.members());
        Optional<Claim> claim = claims.stream().filter(c -> c.fits(candidate)).findFirst();
        describeAgreement();
        boolean isCertain = isCertain(claim.isPresent());
        Arrangement content = Probe.arrangement(disks, candidate);
        Arrangement arrangement = claim.map(c -> claimed(c, content)).orElse(content);
        evidence.addAll(arrangement.evidence());
        describeContradictions(claim);
        return new Verdict(
                candidate,
                claim,
                arrangement.layout(),
                arrangement.chunk(),
                arrangement.members(),
                arrangement.orderKnown(),
                arrangement.origin(),
                isCertain,
                List.copyOf(evidence));
    }

    private void describeAgreement() {
        Agreement agreement = candidate.agreement();
        evidence.add(
                "%d of %d telling samples agree (%.1f %%)"
                        .formatted(
                                agreement.agree(), agreement.samples(), 100 * agreement.ratio()));
        if (!agreement.isEnough()) {
            evidence.add(
                    "not enough evidence: %d telling samples, and %d are needed to be sure"
                            .formatted(agreement.samples(), Agreement.ENOUGH));
        }
        for (int member : candidate.members()) {
            if (candidate instanceof Candidate.Mirror mirror) {
                long shift = mirror.shifts().get(mirror.members().indexOf(member));
                if (shift != 0) {
                    evidence.add(
                            "on %s the data lies %d bytes further on than on %s"
                                    .formatted(
                                            name(member),
                                            shift,
                                            name(mirror.members().getFirst())));
                }
            }
        }
    }

    private boolean isCertain(boolean isClaimed) {
        Agreement agreement = candidate.agreement();
        double needed = isClaimed ? CERTAIN_WITH_CLAIM : Agreement.CERTAIN;
        if (agreement.isEnough() && agreement.ratio() < needed) {
            evidence.add(
                    "not certain: clones of one system can agree as much as that; look at both");
        }
        if (!isClaimed && agreement.isEnough() && spread() < SPREAD_MIN) {
            evidence.add("not certain: all telling blocks lie in a few places");
            return false;
        }
        return agreement.isEnough() && agreement.ratio() >= needed;
    }

    /** Windows in which a member has a telling block. */
    private int spread() {
        Set<Integer> windows = new HashSet<>();
        for (int block = 0; block < samples.count(); block++) {
            for (int member : candidate.members()) {
                if (samples.disk(member).state(block) == BlockState.TELLING) {
                    windows.add(block / Samples.BLOCKS_IN_WINDOW);
                }
            }
        }
        return windows.size();
    }

    private Arrangement claimed(Claim claim, Arrangement content) {
        List<Integer> inOrder = claim.inOrder(candidate.members());
        boolean contradicts =
                content.orderKnown()
                        && (!content.members().equals(inOrder)
                                || !content.chunk().equals(chunk(claim)));
        if (contradicts && !(candidate instanceof Candidate.Mirror)) {
            evidence.add(
                    "the superblocks agree on an array, but their order or chunk contradicts the"
                            + " file system found on the disks; the file system is believed");
            return content;
        }
        MdSuperblock any = claim.superblock(candidate.members().getFirst());
        return new Arrangement(
                claim.layout(),
                chunk(claim),
                inOrder,
                true,
                OptionalLong.of(any.member().dataOffset()),
                List.of(
                        "the superblocks say the same: %s, layout %s, array %s"
                                .formatted(
                                        any.levelName(),
                                        claim.layout().orElse("unknown"),
                                        claim.array().uuid())));
    }

    private static OptionalLong chunk(Claim claim) {
        long chunk = claim.array().chunk();
        return claim.array().level() == 1 || chunk <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(chunk);
    }

    private void describeContradictions(Optional<Claim> claim) {
        for (int member : candidate.members()) {
            for (MdSuperblock md : disks.get(member).findings().superblocks()) {
                boolean isBelieved = claim.filter(c -> c.superblock(member).equals(md)).isPresent();
                if (!isBelieved) {
                    evidence.add(
                            "%s: not believed, for the content or the other members contradict it:"
                                            .formatted(name(member))
                                    + " "
                                    + md.sentence());
                }
            }
        }
    }

    private String name(int disk) {
        return disks.get(disk).name();
    }
}
