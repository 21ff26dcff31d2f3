package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import salvor.copier.pair.metadata.MdSuperblock;

/**
 * What the superblocks of some disks say together: one array, a role for each. A disk whose own
 * superblock is lost has the role that the others leave.
 *
 * @param superblocks by the disk's index
 * @param roles of all disks that the claim is about
 */
record Claim(Map<Integer, MdSuperblock> superblocks, Map<Integer, Integer> roles) {

    /** Claims in which all {@code members} have a role, all roles different. */
    static List<Claim> of(List<Disk> disks, List<Integer> members) {
        Map<String, Map<Integer, MdSuperblock>> arrays = new HashMap<>();
        for (int member : members) {
            for (MdSuperblock md : disks.get(member).findings().superblocks()) {
                if (isBelievable(md, disks.get(member))) {
                    arrays.computeIfAbsent(md.array().uuid(), _ -> new HashMap<>())
                            .putIfAbsent(member, md);
                }
            }
        }
        List<Claim> claims = new ArrayList<>();
        for (Map<Integer, MdSuperblock> array : arrays.values()) {
            complete(array, members).filter(Claim::isConsistent).ifPresent(claims::add);
        }
        return claims;
    }

    /**
     * Claims about all disks that carry a superblock of one array, whether or not the array is here
     * as a whole; in each every disk has a role of its own.
     */
    static List<Claim> present(List<Disk> disks) {
        Map<String, Map<Integer, MdSuperblock>> arrays = new TreeMap<>();
        for (Disk disk : disks) {
            for (MdSuperblock md : disk.findings().superblocks()) {
                if (isBelievable(md, disk)) {
                    arrays.computeIfAbsent(md.array().uuid(), _ -> new TreeMap<>())
                            .putIfAbsent(disk.index(), md);
                }
            }
        }
        List<Claim> claims = new ArrayList<>();
        for (Map<Integer, MdSuperblock> array : arrays.values()) {
            complete(array, List.copyOf(array.keySet()))
                    .filter(Claim::isConsistent)
                    .ifPresent(claims::add);
        }
        return claims;
    }

    /** The part of it that is about {@code members}. */
    Claim of(List<Integer> members) {
        Map<Integer, MdSuperblock> some = new HashMap<>(superblocks);
        Map<Integer, Integer> places = new HashMap<>(roles);
        some.keySet().retainAll(members);
        places.keySet().retainAll(members);
        return new Claim(Map.copyOf(some), Map.copyOf(places));
    }

    /** Valid, of a member, and of an array that has room on the disk. */
    private static boolean isBelievable(MdSuperblock md, Disk disk) {
        long end = md.member().dataOffset() + md.member().dataSize();
        return md.isValid() && md.member().role() >= 0 && end >= 0 && end <= disk.size();
    }

    /** Gives the one disk without a superblock the one role that is left. */
    private static Optional<Claim> complete(
            Map<Integer, MdSuperblock> superblocks, List<Integer> members) {
        Map<Integer, Integer> roles = new HashMap<>();
        superblocks.forEach((disk, md) -> roles.put(disk, md.member().role()));
        List<Integer> without = members.stream().filter(m -> !superblocks.containsKey(m)).toList();
        if (!without.isEmpty()) {
            List<Integer> vacant = vacant(superblocks, members.size());
            if (without.size() > 1 || vacant.size() != 1) {
                return Optional.empty();
            }
            roles.put(without.getFirst(), vacant.getFirst());
        }
        return Optional.of(new Claim(Map.copyOf(superblocks), Map.copyOf(roles)));
    }

    /** Roles of the array, or of its mirror that has {@code members}, that no superblock has. */
    private static List<Integer> vacant(Map<Integer, MdSuperblock> superblocks, int members) {
        Claim known = new Claim(superblocks, Map.of());
        int first = known.any().member().role();
        int near = known.near();
        int from = near == members ? first / near * near : 0;
        int to = near == members ? from + near : known.array().disks();
        Set<Integer> taken = new HashSet<>();
        superblocks.values().forEach(md -> taken.add(md.member().role()));
        // More roles than disks: the array is not these disks.
        return to - from != members
                ? List.of()
                : IntStream.range(from, to).filter(r -> !taken.contains(r)).boxed().toList();
    }

    private boolean isConsistent() {
        MdSuperblock.Array array = array();
        return new HashSet<>(roles.values()).size() == roles.size()
                && roles.values().stream().allMatch(role -> role < array.disks())
                && superblocks.values().stream()
                        .allMatch(
                                md ->
                                        md.array().level() == array.level()
                                                && md.array().layout() == array.layout()
                                                && md.array().chunk() == array.chunk()
                                                && md.array().disks() == array.disks());
    }

    MdSuperblock any() {
        return superblocks.values().iterator().next();
    }

    MdSuperblock.Array array() {
        return any().array();
    }

    /** Its name; of RAID4, which md gives none, that of the RAID5 layout it is. */
    Optional<String> layout() {
        return array().level() == 4 ? Optional.of("parity-last") : any().layoutName();
    }

    /** How its parities go round; empty if it has none, or a layout that is not known. */
    Optional<ParityLayout> parityLayout() {
        return isOfCopies()
                ? Optional.empty()
                : layout().flatMap(name -> ParityLayout.named(array().level() == 6 ? 2 : 1, name));
    }

    int role(int disk) {
        return Objects.requireNonNull(roles.get(disk), "a disk of the claim");
    }

    /** The disk's own; empty where it was lost. */
    Optional<MdSuperblock> superblock(int disk) {
        return Optional.ofNullable(superblocks.get(disk));
    }

    /** The disk that has a role; empty if none is here. */
    OptionalInt disk(int role) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue() == role)
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** Bytes to where the data begins on a disk, as far as its own superblock or another says. */
    long offset(int disk) {
        return superblock(disk).orElse(any()).member().dataOffset();
    }

    /** Bytes to where the data begins on the first of the members, from which positions count. */
    long start() {
        return offset(inOrder(List.copyOf(roles.keySet())).getFirst());
    }

    /** Bytes that a disk has its data further on than the first of the members; may be negative. */
    long shift(int disk) {
        return offset(disk) - start();
    }

    /** Roles of the array that no disk here has. */
    List<Integer> missing() {
        return IntStream.range(0, array().disks())
                .filter(role -> !roles.containsValue(role))
                .boxed()
                .toList();
    }

    /** Copies of a RAID10 far or offset layout; 1 for anything else. */
    int far() {
        return array().level() == 10 ? Math.max(1, array().layout() >> 8 & 0xFF) : 1;
    }

    /** Whether rows of copies lie between the rows they are copies of. */
    boolean isOffset() {
        return (array().layout() & 0x10000) != 0;
    }

    /** Copies side by side in a near layout; 1 for anything else. */
    int near() {
        boolean isNear = array().level() == 10 && array().layout() >> 8 == 1;
        return isNear ? Math.max(1, array().layout() & 0xFF) : 1;
    }

    /** Whether the array is several mirrors that never mix. */
    boolean isOfMirrors() {
        return near() > 1 && array().disks() % near() == 0;
    }

    /** Whether the content of these disks, as a candidate has it, is what the claim says. */
    boolean fits(Candidate candidate) {
        int level = array().level();
        int size = candidate.members().size();
        boolean isWhole = array().disks() == size;
        return switch (candidate) {
            case Candidate.Mirror mirror ->
                    level == 1 || isNearSet(mirror.members()) || isParityOfTwo(size);
            case Candidate.Parity parity ->
                    isWhole && beginsAs(parity) && (level == 5 || level == 4);
            case Candidate.DoubleParity parity -> isWhole && beginsAs(parity) && level == 6;
            case Candidate.Part part -> part.claim().equals(this);
            case Candidate.Near near ->
                    isWhole
                            && near() == near.copies()
                            && array().chunk() == near.chunk()
                            && inOrder(near.members()).equals(near.members());
            case Candidate.Ring ring ->
                    isWhole
                            && level == 10
                            && layout().filter(ring.layout()::equals).isPresent()
                            && isInOrder(ring.members())
                            && step(ring.copies(), ring.isFar()) == ring.step();
        };
    }

    /** Whether the data of each member that says where they begin, do so in the candidate. */
    private boolean beginsAs(Candidate candidate) {
        return superblocks.keySet().stream()
                .allMatch(member -> offset(member) == besideAny(candidate, member));
    }

    /**
     * Bytes to where the data of a member begin: as it says itself, else as the candidate has it.
     */
    long start(Candidate candidate, int member) {
        return superblocks.containsKey(member)
                ? offset(member)
                : Math.max(0, besideAny(candidate, member));
    }

    private long besideAny(Candidate candidate, int member) {
        int described = superblocks.keySet().iterator().next();
        return offset(described) + candidate.shift(member) - candidate.shift(described);
    }

    private boolean isNearSet(List<Integer> members) {
        return isOfMirrors()
                && near() == members.size()
                && members.stream().map(m -> place(role(m))).distinct().count() == 1;
    }

    /** With one disk of data, the parity is its copy. */
    private boolean isParityOfTwo(int size) {
        return size == 2 && array().disks() == 2 && !isOfCopies() && layout().isPresent();
    }

    /** Whether the array keeps copies; else it keeps parities, or nothing twice. */
    boolean isOfCopies() {
        return array().level() == 1 || array().level() == 10;
    }

    /** Which mirror of several a role belongs to; 0 for arrays that are one whole. */
    private int place(int role) {
        return isOfMirrors() ? role / near() : 0;
    }

    /**
     * Whether all disks that carry a superblock of this array lie, as far as the content has
     * grouped them, where the array would have them: each mirror of it is one group.
     */
    boolean agreesWith(List<Candidate> chosen, List<Disk> disks) {
        Set<Integer> seen = new HashSet<>();
        for (Candidate candidate : chosen) {
            Set<Integer> places = new HashSet<>();
            for (int member : candidate.members()) {
                for (MdSuperblock md : disks.get(member).findings().superblocks()) {
                    if (md.isValid()
                            && md.member().role() >= 0
                            && md.array().uuid().equals(array().uuid())) {
                        places.add(place(md.member().role()));
                    }
                }
            }
            if (places.size() > 1 || places.stream().anyMatch(place -> !seen.add(place))) {
                return false;
            }
        }
        return true;
    }

    private boolean isInOrder(List<Integer> ring) {
        for (int i = 0; i < ring.size(); i++) {
            int next = ring.get((i + 1) % ring.size());
            if (role(next) != (role(ring.get(i)) + 1) % ring.size()) {
                return false;
            }
        }
        return true;
    }

    /** Where the array's data ends on the first of the members; 0 where no superblock says it. */
    long end() {
        long size = array().componentSize();
        return size <= 0 ? 0 : start() + size;
    }

    /** Where the array's data ends on a member; 0 where no superblock says it. */
    long end(Candidate candidate, int member) {
        return end() == 0 ? 0 : end() - start() + start(candidate, member);
    }

    /** Bytes from a copy to the next, as {@code drivers/md/raid10.c}, {@code calc_sectors}. */
    private long step(int copies, boolean isFar) {
        long chunk = Math.max(1, array().chunk());
        return isFar ? array().componentSize() / chunk / copies * chunk : chunk;
    }

    /** {@code members} in the order of their roles. */
    List<Integer> inOrder(List<Integer> members) {
        return members.stream().sorted((a, b) -> Integer.compare(role(a), role(b))).toList();
    }
}
