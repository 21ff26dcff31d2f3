package salvor.copier.pair;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
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

    /** No smaller than chunks are: places so far apart lie in different stripes. */
    private static final long PARITY_PLACE = 1 << 20;

    /** Stripes with data for each member, in which each has surely had a parity once. */
    private static final long PARITY_TURNS = 4;

    /** Blocks where not all of a mirror agree, from which on they are no coincidence. */
    private static final int DISPUTED_MIN = 4;

    private final List<Disk> disks;
    private final Samples samples;
    private final Candidate candidate;
    private final Arrangement content;
    private final List<String> evidence = new ArrayList<>();

    /**
     * @param content how the members are arranged, without the superblocks' word
     */
    Interpretation(List<Disk> disks, Samples samples, Candidate candidate, Arrangement content) {
        this.disks = disks;
        this.samples = samples;
        this.candidate = candidate;
        this.content = content;
    }

    /**
     * @param chosen all candidates, this one among them
     */
    Verdict verdict(List<Candidate> chosen) {
        Optional<Claim> claim =
                Claim.of(disks, candidate.members()).stream()
                        .filter(c -> c.fits(candidate))
                        .filter(c -> c.agreesWith(chosen, disks))
                        .filter(c -> !isContradicted(c))
                        .filter(this::hasItsSyndrome)
                        .findFirst();
        describeAgreement();
        boolean isCertain = isCertain(claim.isPresent(), chosen);
        Arrangement arrangement = claim.map(this::claimed).orElse(content);
        evidence.addAll(arrangement.evidence());
        if (claim.isPresent() && candidate instanceof Candidate.Parity && !content.isSure()) {
            evidence.add(
                    "layout, chunk and order are the superblocks' word alone: an XOR holds in any"
                            + " order, and no file system was found to try them on");
        }
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
            long shift = candidate.shift(member);
            if (shift != 0) {
                evidence.add(
                        "on %s the data lies %d bytes further on than on %s"
                                .formatted(
                                        name(member), shift, name(candidate.members().getFirst())));
            }
        }
    }

    private boolean isCertain(boolean isClaimed, List<Candidate> chosen) {
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
        if (!isClaimed && candidate instanceof Candidate.Mirror mirror && isPerhapsOffset(mirror)) {
            evidence.add(
                    "not certain: it all lies where a RAID10 offset layout would have it too, whose"
                            + " other members are not here");
            return false;
        }
        if (!isClaimed && candidate instanceof Candidate.Mirror mirror && isDisputed(mirror)) {
            evidence.add(
                    "not certain: where these differ some still agree: those that do not were left"
                            + " behind, or are clones that went their own ways");
            return false;
        }
        List<String> silent = isClaimed ? List.of() : silent(chosen);
        if (!silent.isEmpty()) {
            evidence.add(
                    "not certain: %s may belong to it too, being empty wherever it holds data"
                            .formatted(String.join(", ", silent)));
            return false;
        }
        return agreement.isEnough() && agreement.ratio() >= needed;
    }

    /**
     * Disks without a group that may be members of a parity set: they are empty where the others
     * are not, and the data lie in so few stripes that not each member need have held a parity.
     */
    private List<String> silent(List<Candidate> chosen) {
        boolean isParity =
                candidate instanceof Candidate.Parity
                        || candidate instanceof Candidate.DoubleParity;
        if (!isParity) {
            return List.of();
        }
        List<Long> telling = telling();
        BitSet silent = new BitSet();
        candidate.members().stream()
                .map(candidate::shift)
                .distinct()
                .forEach(shift -> silent.or(empty(telling, shift)));
        chosen.forEach(other -> other.members().forEach(silent::clear));
        long places = telling.stream().map(position -> position / PARITY_PLACE).distinct().count();
        int all = candidate.members().size() + silent.cardinality();
        return places < PARITY_TURNS * all
                ? silent.stream().mapToObj(this::name).toList()
                : List.of();
    }

    /** Positions on the first of the members, of blocks of which that of some member is telling. */
    private List<Long> telling() {
        List<Long> telling = new ArrayList<>();
        for (int block = 0; block < samples.count(); block++) {
            long position = samples.position(block);
            for (int member : candidate.members()) {
                OptionalInt there = samples.at(position + candidate.shift(member));
                if (there.stream().anyMatch(b -> isState(member, b, BlockState.TELLING))) {
                    telling.add(position);
                    break;
                }
            }
        }
        return telling;
    }

    /** Disks that are empty at all of the positions, {@code shift} bytes further on. */
    private BitSet empty(List<Long> positions, long shift) {
        BitSet empty = new BitSet();
        for (int disk = 0; disk < disks.size(); disk++) {
            int one = disk;
            empty.set(
                    disk,
                    positions.stream()
                            .flatMapToInt(position -> samples.at(position + shift).stream())
                            .allMatch(block -> isState(one, block, BlockState.BLANK)));
        }
        return empty;
    }

    private boolean isState(int disk, int block, BlockState state) {
        return samples.disk(disk).state(block) == state;
    }

    /** Whether members of a mirror of three or more differ from others that agree. */
    private boolean isDisputed(Candidate.Mirror mirror) {
        int disputed = 0;
        for (int block = 0; block < samples.count(); block++) {
            Agreement sum = Agreement.NONE;
            for (int a : mirror.members()) {
                for (int b : mirror.members()) {
                    sum = a < b ? sum.plus(samples.compare(a, b, block)) : sum;
                }
            }
            disputed += sum.agree() > 0 && sum.differ() > 0 ? 1 : 0;
        }
        return disputed >= DISPUTED_MIN;
    }

    /**
     * Whether all that is copied lies in every other row, or in two of three, of one shift each.
     */
    private boolean isPerhapsOffset(Candidate.Mirror mirror) {
        long shift = Math.abs(mirror.shifts().getLast());
        if (shift == 0 || shift > Probe.CHUNK_MAX || shift % Fingerprint.BLOCK != 0) {
            return false;
        }
        boolean isForward = mirror.shifts().getLast() > 0;
        int first = mirror.members().getFirst();
        int last = mirror.members().getLast();
        Anchors.Shift back =
                new Anchors.Shift(isForward ? first : last, isForward ? last : first, shift);
        List<Long> copied = new Anchors(samples).matched(back);
        return hasGap(copied, 2 * shift, shift) || hasGap(copied, 3 * shift, shift);
    }

    /** Whether places leave part of each period free. */
    private static boolean hasGap(List<Long> places, long period, long gap) {
        TreeSet<Long> phases = new TreeSet<>();
        places.forEach(place -> phases.add(place % period));
        long before = phases.isEmpty() ? 0 : phases.last() - period;
        for (long phase : phases) {
            if (phase - before > gap) {
                return true;
            }
            before = phase;
        }
        return false;
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

    /** Whether what the content shows of the arrangement is something else than the claim. */
    private boolean isContradicted(Claim claim) {
        List<Integer> claimed = claim.inOrder(candidate.members());
        List<Integer> order =
                claim.parityLayout().map(one -> one.parityLast(claimed)).orElse(claimed);
        boolean otherOrder = content.orderKnown() && !content.members().equals(order);
        boolean otherChunk = content.chunk().isPresent() && !content.chunk().equals(chunk(claim));
        boolean otherLayout = content.layout().filter(name -> !isOfLayout(claim, name)).isPresent();
        boolean otherOrigin =
                content.origin().isPresent()
                        && content.origin().getAsLong()
                                < claim.start(candidate, content.members().getFirst());
        return content.isSure() && (otherOrder || otherChunk || otherLayout || otherOrigin);
    }

    /** Whether Q is where the claim has it, and what it says: any order has the same XOR. */
    private boolean hasItsSyndrome(Claim claim) {
        return !(candidate instanceof Candidate.DoubleParity)
                || StripeSamples.of(samples, claim, candidate)
                        .filter(stripes -> stripes.agreement().isAccepted())
                        .isPresent();
    }

    /** A claim about these disks alone, all of which hold the same, is a RAID1 in all but name. */
    private boolean isOfLayout(Claim claim, String layout) {
        boolean isWhole = claim.array().disks() == candidate.members().size();
        boolean isSame =
                claim.parityLayout()
                        .filter(one -> one.p() == ParityLayout.P.FIRST)
                        .map(_ -> layout.equals("parity-last"))
                        .orElse(claim.layout().filter(layout::equals).isPresent());
        return isSame || (isWhole && layout.equals("raid1"));
    }

    private Arrangement claimed(Claim claim) {
        List<Integer> order = claim.inOrder(candidate.members());
        return new Arrangement(
                claim.layout(),
                true,
                chunk(claim),
                order,
                true,
                OptionalLong.of(claim.start(candidate, order.getFirst())),
                List.of(
                        "the superblocks say the same: %s, layout %s, array %s"
                                        .formatted(
                                                claim.any().levelName(),
                                                claim.layout().orElse("unknown"),
                                                claim.array().uuid())
                                + (candidate instanceof Candidate.Part ? missing(claim) : "")));
    }

    private static String missing(Claim claim) {
        return claim.missing().isEmpty()
                ? ""
                : "; of its %d disks, those with role %s are not here"
                        .formatted(
                                claim.array().disks(),
                                String.join(
                                        ", ",
                                        claim.missing().stream().map(String::valueOf).toList()));
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
                boolean isBelieved =
                        claim.flatMap(c -> c.superblock(member)).filter(md::equals).isPresent();
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
