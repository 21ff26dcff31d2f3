package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Disks that belong together.
 *
 * @param layout md's name of it; empty if unknown
 * @param chunk bytes; empty if unknown or without meaning
 * @param members indices of the disks, in the order of their roles where that is known
 * @param origin bytes on the first of the members to where the array's data begins; empty if
 *     unknown
 * @param shifts bytes that each member has its data further on than the first; may be negative
 * @param described whether superblocks that say the same as the content are left to assemble it by
 * @param twins sets of members that should hold the same: all of a mirror, each pair of a RAID10
 *     near; none for other kinds
 * @param certain whether what was read leaves no doubt that these disks belong together
 * @param agreement of the telling samples, the part that agrees: 0 to 1
 * @param pairs what was compared byte by byte; empty after a quick answer
 * @param evidence sentences, for people
 * @param trust which member to believe
 */
public record Group(
        Kind kind,
        Optional<String> layout,
        OptionalLong chunk,
        List<Integer> members,
        boolean orderKnown,
        OptionalLong origin,
        List<Long> shifts,
        boolean described,
        List<List<Integer>> twins,
        boolean certain,
        double agreement,
        List<Pair> pairs,
        List<String> evidence,
        Trust trust) {

    /** What the disks are to each other. */
    public enum Kind {
        MIRROR("mirror"),
        RAID10("raid10"),
        RAID5("raid5"),
        RAID6("raid6");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As reports name it. */
        public String word() {
            return word;
        }
    }

    /**
     * Members that should hold the same, or whose XOR should be zero.
     *
     * @param members indices of the disks; {@code comparison} counts positions on the first
     */
    public record Pair(List<Integer> members, Comparison comparison) {}

    Group withTrust(Trust judged) {
        return new Group(
                kind,
                layout,
                chunk,
                members,
                orderKnown,
                origin,
                shifts,
                described,
                twins,
                certain,
                agreement,
                pairs,
                evidence,
                judged);
    }
}
