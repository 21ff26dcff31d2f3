package salvor.copier.pair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import salvor.copier.pair.metadata.MdSuperblock;

/**
 * What the superblocks of some disks say together: one array, a role for each.
 *
 * @param superblocks one a disk, by its index
 */
record Claim(Map<Integer, MdSuperblock> superblocks) {

    /** Claims in which all {@code members} have a role, all roles different. */
    static List<Claim> of(List<Disk> disks, List<Integer> members) {
        Map<String, Map<Integer, MdSuperblock>> arrays = new HashMap<>();
        for (int member : members) {
            for (MdSuperblock md : disks.get(member).findings().superblocks()) {
                if (md.checksum().isRight() && md.member().role() >= 0) {
                    arrays.computeIfAbsent(md.array().uuid(), _ -> new HashMap<>())
                            .putIfAbsent(member, md);
                }
            }
        }
        List<Claim> claims = new ArrayList<>();
        for (Map<Integer, MdSuperblock> array : arrays.values()) {
            Claim claim = new Claim(Map.copyOf(array));
            if (array.size() == members.size() && claim.isConsistent()) {
                claims.add(claim);
            }
        }
        return claims;
    }

    private boolean isConsistent() {
        MdSuperblock.Array array = array();
        long roles = superblocks.values().stream().map(md -> md.member().role()).distinct().count();
        return roles == superblocks.size()
                && superblocks.values().stream()
                        .allMatch(
                                md ->
                                        md.array().level() == array.level()
                                                && md.array().layout() == array.layout()
                                                && md.array().chunk() == array.chunk()
                                                && md.array().disks() == array.disks()
                                                && md.member().role() < array.disks());
    }

    private MdSuperblock any() {
        return superblocks.values().iterator().next();
    }

    MdSuperblock.Array array() {
        return any().array();
    }

    Optional<String> layout() {
        return any().layoutName();
    }

    int role(int disk) {
        return superblock(disk).member().role();
    }

    MdSuperblock superblock(int disk) {
        return Objects.requireNonNull(superblocks.get(disk), "a disk of the claim");
    }

    /** Copies side by side in a near layout; 1 for anything else. */
    int near() {
        boolean isNear = array().level() == 10 && array().layout() >> 8 == 1;
        return isNear ? array().layout() & 0xFF : 1;
    }

    /** Whether the content of these disks, as a candidate has it, is what the claim says. */
    boolean fits(Candidate candidate) {
        int level = array().level();
        int size = candidate.members().size();
        boolean isWhole = array().disks() == size;
        return switch (candidate) {
            case Candidate.Mirror mirror -> level == 1 || isNearSet(mirror.members());
            case Candidate.Parity _ -> isWhole && (level == 5 || level == 4);
            case Candidate.DoubleParity _ -> isWhole && level == 6;
            case Candidate.Ring ring ->
                    isWhole
                            && level == 10
                            && layout().filter(ring.layout()::equals).isPresent()
                            && isInOrder(ring.members())
                            && step(ring.copies(), ring.isFar()) == ring.step();
        };
    }

    private boolean isNearSet(List<Integer> members) {
        return near() == members.size()
                && array().disks() % near() == 0
                && members.stream().map(m -> role(m) / near()).distinct().count() == 1;
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
