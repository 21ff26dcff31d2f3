package salvor.copier.pair;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import salvor.copier.pair.metadata.FileSystem;
import salvor.copier.pair.metadata.MdSuperblock;

/**
 * Weighs what speaks for and against the members of a group. Staleness decides first, for a stale
 * half is wrong wherever it is readable; a dying medium only decides between equally fresh halves.
 */
final class Judge {

    private final List<Disk> disks;
    private final Map<Integer, MdSuperblock> believed;
    private final Map<Integer, Health> health;
    private final List<String> reasons = new ArrayList<>();
    private final List<Integer> stale = new ArrayList<>();

    /**
     * @param believed superblocks that say what the content says, by the disk's index; what others
     *     say is about another array
     * @param health by the disk's index, where it is known
     */
    Judge(List<Disk> disks, Map<Integer, MdSuperblock> believed, Map<Integer, Health> health) {
        this.disks = disks;
        this.believed = Map.copyOf(believed);
        this.health = Map.copyOf(health);
    }

    /**
     * @param unreadable bytes by disk
     */
    Trust judge(Group group, List<Long> unreadable) {
        reasons.clear();
        stale.clear();
        if (group.twins().isEmpty()) {
            leftBehind(group.members(), freshest(group.members()));
            stale.forEach(m -> reasons.add(name(m) + " was left behind: leave it out if you can"));
            bitmaps(group.members());
            complaints(group.members(), unreadable);
            reasons.add("copy every member; where one fails, what belongs to it is in the others");
            return new Trust(OptionalInt.empty(), List.copyOf(stale), List.copyOf(reasons));
        }
        OptionalInt winner = OptionalInt.empty();
        for (List<Integer> twins : group.twins()) {
            winner = better(twins, isSame(group, twins), unreadable);
        }
        return new Trust(
                group.twins().size() == 1 ? winner : OptionalInt.empty(),
                List.copyOf(stale),
                List.copyOf(reasons));
    }

    /** Whether no byte was found to differ, and some were compared. */
    private static boolean isSame(Group group, List<Integer> twins) {
        List<Group.Pair> pairs =
                group.pairs().stream().filter(p -> twins.containsAll(p.members())).toList();
        return !pairs.isEmpty() && pairs.stream().allMatch(p -> p.comparison().differing() == 0);
    }

    private OptionalInt better(List<Integer> members, boolean same, List<Long> unreadable) {
        List<Integer> best = freshest(members);
        leftBehind(members, best);
        boolean oneIsFresher = best.size() < members.size();
        bitmaps(members);
        List<Integer> bad = complaints(members, unreadable);
        List<Integer> sound = best.stream().filter(m -> !bad.contains(m)).toList();
        List<Integer> left = sound.isEmpty() ? best : sound;
        String names = String.join(" and ", members.stream().map(this::name).toList());
        if (left.size() == 1) {
            int winner = left.getFirst();
            reasons.add(
                    "of %s read %s first, and the others where it fails"
                            .formatted(names, name(winner)));
            return OptionalInt.of(winner);
        }
        reasons.add(
                same && !oneIsFresher
                        ? names + " are equal where both could be read: either will do"
                        : "cannot tell which of " + names + " is the better one");
        return OptionalInt.empty();
    }

    private void leftBehind(List<Integer> members, List<Integer> fresh) {
        members.stream().filter(m -> !fresh.contains(m)).forEach(stale::add);
    }

    private List<Integer> freshest(List<Integer> members) {
        List<Integer> byEvents =
                most(members, this::events, (d, v) -> "%s has %d events".formatted(d, v));
        List<Integer> byTime =
                most(
                        byEvents,
                        this::updated,
                        (d, v) -> "%s was updated %s".formatted(d, Instant.ofEpochSecond(v)));
        List<Integer> byWrites =
                most(
                        byTime,
                        this::written,
                        (d, v) ->
                                "the file system of %s was written %s"
                                        .formatted(d, Instant.ofEpochSecond(v)));
        return most(
                byWrites,
                this::counter,
                (d, v) -> "the file system of %s counts %d mounts or generations".formatted(d, v));
    }

    /** Says something of a disk's value. */
    @FunctionalInterface
    private interface Words {
        String of(String disk, long value);
    }

    /** The members with the largest value; all, where one does not know it or all are equal. */
    private List<Integer> most(List<Integer> members, ToLongFunction<Integer> value, Words words) {
        OptionalLong most = members.stream().mapToLong(value).max();
        boolean allKnow = members.stream().mapToLong(value).allMatch(v -> v >= 0);
        List<Integer> best =
                members.stream().filter(m -> value.applyAsLong(m) == most.orElse(-1)).toList();
        if (!allKnow || best.size() == members.size()) {
            return members;
        }
        members.forEach(m -> reasons.add(words.of(name(m), value.applyAsLong(m))));
        return best;
    }

    private long events(int disk) {
        return superblock(disk).map(md -> md.state().events()).orElse(-1L);
    }

    private long updated(int disk) {
        return superblock(disk).map(md -> md.state().updated()).orElse(-1L);
    }

    private long written(int disk) {
        return fileSystem(disk).map(FileSystem::written).orElse(-1L);
    }

    private long counter(int disk) {
        return fileSystem(disk).map(FileSystem::counter).orElse(-1L);
    }

    private Optional<MdSuperblock> superblock(int disk) {
        return Optional.ofNullable(believed.get(disk));
    }

    private Optional<FileSystem> fileSystem(int disk) {
        return disks.get(disk).findings().fileSystems().stream().findFirst();
    }

    private void bitmaps(List<Integer> members) {
        for (int member : members) {
            superblock(member)
                    .flatMap(MdSuperblock::bitmap)
                    .filter(bitmap -> bitmap.dirty() > 0)
                    .ifPresent(
                            bitmap ->
                                    reasons.add(
                                            "%s: %d of %d areas were being written when it stopped"
                                                    .formatted(
                                                            name(member),
                                                            bitmap.dirty(),
                                                            bitmap.bits())));
        }
    }

    /** Says what speaks against each member, and names those against whom something does. */
    private List<Integer> complaints(List<Integer> members, List<Long> unreadable) {
        List<Integer> bad = new ArrayList<>();
        for (int member : members) {
            List<String> here = new ArrayList<>();
            if (unreadable.get(member) > 0) {
                here.add(unreadable.get(member) + " bytes unreadable");
            }
            Optional.ofNullable(health.get(member)).ifPresent(h -> here.addAll(h.complaints()));
            if (!here.isEmpty()) {
                reasons.add(name(member) + ": " + String.join(", ", here));
                bad.add(member);
            }
        }
        return bad;
    }

    private String name(int disk) {
        return disks.get(disk).name();
    }
}
