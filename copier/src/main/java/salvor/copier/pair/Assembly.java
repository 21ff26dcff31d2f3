package salvor.copier.pair;

import static salvor.copier.pair.Group.Kind.MIRROR;
import static salvor.copier.pair.Group.Kind.RAID10;
import static salvor.copier.pair.Group.Kind.RAID5;
import static salvor.copier.pair.Group.Kind.RAID6;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import salvor.copier.pair.metadata.MdSuperblock;

/** Makes groups of verdicts, and the report of groups. */
final class Assembly {

    private Assembly() {}

    /** The mirrors of one RAID10 become one group where all of them were found. */
    static List<Group> groups(List<Verdict> verdicts, Map<Candidate, List<Group.Pair>> compared) {
        Map<String, List<Verdict>> together = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            together.computeIfAbsent(key(verdict), _ -> new ArrayList<>()).add(verdict);
        }
        List<Group> groups = new ArrayList<>();
        for (List<Verdict> parts : together.values()) {
            Claim claim = parts.getFirst().claim().orElse(null);
            if (claim != null && claim.isOfMirrors() && isWhole(claim, parts)) {
                groups.add(near(parts, compared));
            } else {
                parts.forEach(part -> groups.add(single(part, pairs(part, compared))));
            }
        }
        return groups;
    }

    private static String key(Verdict verdict) {
        return verdict.claim()
                .filter(Claim::isOfMirrors)
                .map(claim -> "array " + claim.array().uuid())
                .orElse("members " + verdict.members());
    }

    private static boolean isWhole(Claim claim, List<Verdict> parts) {
        int members = parts.stream().mapToInt(p -> p.members().size()).sum();
        return members == claim.array().disks();
    }

    private static Group near(List<Verdict> parts, Map<Candidate, List<Group.Pair>> compared) {
        List<Verdict> inOrder =
                parts.stream()
                        .sorted((a, b) -> Integer.compare(firstRole(a), firstRole(b)))
                        .toList();
        List<Integer> members = new ArrayList<>();
        List<Group.Pair> pairs = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        Agreement agreement = Agreement.NONE;
        for (Verdict part : inOrder) {
            members.addAll(part.members());
            pairs.addAll(pairs(part, compared));
            part.evidence().stream().filter(e -> !evidence.contains(e)).forEach(evidence::add);
            agreement = agreement.plus(part.candidate().agreement());
        }
        return new Group(
                RAID10,
                inOrder.getFirst().layout(),
                inOrder.getFirst().chunk(),
                List.copyOf(members),
                true,
                inOrder.getFirst().origin(),
                shifts(inOrder),
                true,
                inOrder.stream().map(Verdict::members).toList(),
                parts.stream().allMatch(Verdict::certain),
                agreement.ratio(),
                pairs,
                evidence,
                Trust.UNASKED);
    }

    /** From the first member of the first mirror. */
    private static List<Long> shifts(List<Verdict> mirrors) {
        long first = start(mirrors.getFirst());
        return mirrors.stream()
                .flatMap(part -> part.shifts().stream().map(s -> start(part) - first + s))
                .toList();
    }

    private static long start(Verdict verdict) {
        return verdict.claim().map(Claim::start).orElse(0L);
    }

    private static int firstRole(Verdict verdict) {
        return verdict.claim().map(c -> c.role(verdict.members().getFirst())).orElse(0);
    }

    private static Group single(Verdict verdict, List<Group.Pair> pairs) {
        Group.Kind kind =
                switch (verdict.candidate()) {
                    case Candidate.Mirror _ -> isOfParity(verdict) ? RAID5 : MIRROR;
                    case Candidate.Ring _, Candidate.Near _ -> RAID10;
                    case Candidate.Parity _ -> RAID5;
                    case Candidate.DoubleParity _ -> RAID6;
                    case Candidate.Part part -> kind(part.claim());
                };
        return new Group(
                kind,
                verdict.layout(),
                verdict.chunk(),
                verdict.members(),
                verdict.orderKnown(),
                verdict.origin(),
                verdict.shifts(),
                verdict.claim().isPresent(),
                verdict.candidate() instanceof Candidate.Mirror
                        ? List.of(verdict.members())
                        : List.of(),
                verdict.certain(),
                verdict.candidate().agreement().ratio(),
                pairs,
                verdict.evidence(),
                Trust.UNASKED);
    }

    private static Group.Kind kind(Claim claim) {
        return switch (claim.array().level()) {
            case 10 -> RAID10;
            case 6 -> RAID6;
            default -> RAID5;
        };
    }

    /** A RAID5 of two holds the same on both. */
    private static boolean isOfParity(Verdict verdict) {
        return verdict.claim().filter(claim -> !claim.isOfCopies()).isPresent();
    }

    private static List<Group.Pair> pairs(
            Verdict verdict, Map<Candidate, List<Group.Pair>> compared) {
        return compared.getOrDefault(verdict.candidate(), List.of());
    }

    /** Names what found no place, and why. */
    static PairReport report(
            List<Disk> disks, Samples samples, List<Group> groups, Map<Integer, Health> health) {
        BitSet placed = new BitSet();
        groups.forEach(group -> group.members().forEach(placed::set));
        List<Integer> unpaired = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Disk disk : disks) {
            disk.findings().all().forEach(f -> notes.add(disk.name() + ": " + f.sentence()));
            Health known = health.get(disk.index());
            if (known != null) {
                notes.add(disk.name() + ": smart: " + String.join(", ", known.remarks()));
            }
            if (!placed.get(disk.index())) {
                unpaired.add(disk.index());
                notes.add(disk.name() + ": " + why(disks, samples, disk));
            }
        }
        long sampled = (long) samples.count() * Fingerprint.BLOCK;
        return new PairReport(disks, groups, unpaired, notes, sampled);
    }

    private static String why(List<Disk> disks, Samples samples, Disk disk) {
        DiskSample sample = samples.disk(disk.index());
        int unreadable = 0;
        for (int block = 0; block < samples.count(); block++) {
            unreadable += sample.state(block) == BlockState.UNREADABLE ? 1 : 0;
        }
        String why =
                sample.telling() < Agreement.ENOUGH
                        ? "not enough evidence: %d telling blocks in the samples"
                                .formatted(sample.telling())
                        : "no other disk here holds the same data, nor a parity with it";
        return why
                + (unreadable > 0 ? "; %d samples unreadable".formatted(unreadable) : "")
                + missing(disks, disk);
    }

    /** Of an array that is not here as a whole, content alone shows little. */
    private static String missing(List<Disk> disks, Disk disk) {
        return disk.findings()
                .superblock()
                .filter(MdSuperblock::isValid)
                .map(MdSuperblock::array)
                .filter(array -> named(disks, array) < array.disks())
                .map(array -> missing(array, named(disks, array)))
                .orElse("");
    }

    private static String missing(MdSuperblock.Array array, long named) {
        String said =
                "; its superblock is of an array of %d disks, of which %d are here: name the others too"
                        .formatted(array.disks(), named);
        return array.level() == 5 && named == array.disks() - 1
                ? said
                        + "; a raid5 without one of its members holds nothing twice, so its content"
                        + " proves nothing"
                : said;
    }

    private static long named(List<Disk> disks, MdSuperblock.Array array) {
        return disks.stream()
                .filter(
                        other ->
                                other.findings().superblocks().stream()
                                        .anyMatch(md -> md.array().uuid().equals(array.uuid())))
                .count();
    }
}
