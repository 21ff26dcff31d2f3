package salvor.copier.pair.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * md's superblock, versions 0.90, 1.0, 1.1 and 1.2.
 *
 * @param version {@code 0.90}, {@code 1.0}, {@code 1.1} or {@code 1.2}
 * @param position bytes from the start of the member to the superblock
 * @param home where it says that it lies; elsewhere it is a copy that md does not accept
 * @param featureMap what the array uses; 0 before version 1
 * @param checksum what it carries, and whether that is right
 * @param bitmap the write-intent bitmap, if there is one
 * @param badBlocks the log of bad blocks, if there is one
 */
public record MdSuperblock(
        String version,
        long position,
        long home,
        long featureMap,
        Array array,
        Member member,
        State state,
        Checksum checksum,
        Optional<MdBitmap> bitmap,
        Optional<BadBlockLog> badBlocks)
        implements Finding {

    /** In {@link Member#role}: not part of the array's data. */
    public static final int SPARE = -1;

    public static final int FAULTY = -2;
    public static final int JOURNAL = -3;

    /**
     * What all members agree on.
     *
     * @param uuid as mdadm prints it
     * @param name empty before version 1
     * @param created seconds since 1970
     * @param level md's number: 0, 1, 4, 5, 6, 10; -1 linear, -4 multipath, -5 faulty
     * @param layout md's number
     * @param chunk bytes; 0 for none
     * @param componentSize bytes of each member that the array uses
     * @param disks members of the array, without spares
     */
    public record Array(
            String uuid,
            String name,
            long created,
            int level,
            int layout,
            long chunk,
            long componentSize,
            int disks) {}

    /**
     * What is this member's own.
     *
     * @param uuid as mdadm prints it; empty before version 1
     * @param number its place in the table of roles
     * @param role 0 or more, or {@link #SPARE}, {@link #FAULTY}, {@link #JOURNAL}
     * @param dataOffset bytes
     * @param dataSize bytes
     */
    public record Member(
            Optional<String> uuid, int number, int role, long dataOffset, long dataSize) {}

    /**
     * What changes while the array runs.
     *
     * @param updated seconds since 1970
     * @param events 64 bits, unsigned
     * @param clean whether the array was stopped in good order
     * @param working for each role, whether this member saw that one work
     */
    public record State(long updated, long events, boolean clean, List<Boolean> working) {}

    /** The checksum in the superblock, 32 bits, and what it should be. */
    public record Checksum(long found, long expected) {

        public boolean isRight() {
            return found == expected;
        }
    }

    /** Whether md itself would take it for what it says. */
    public boolean isValid() {
        return checksum.isRight() && home == position;
    }

    /** The name of the layout, as {@code near2} or {@code left-symmetric}; empty if unknown. */
    public Optional<String> layoutName() {
        return MdLayout.name(array.level(), array.layout());
    }

    /** {@code raid10}, {@code linear} and so on. */
    public String levelName() {
        return MdLayout.level(array.level());
    }

    @Override
    public String sentence() {
        return "md %s superblock: %s%s of %d disks, array %s, %s, %d events, updated %s%s"
                .formatted(
                        version,
                        levelName(),
                        layoutName()
                                .filter(n -> !n.equals(levelName()))
                                .map(n -> " " + n)
                                .orElse(""),
                        array.disks(),
                        array.uuid(),
                        member.role() >= 0 ? "role " + member.role() : "no role",
                        state.events(),
                        Instant.ofEpochSecond(state.updated()),
                        checksum.isRight()
                                ? home == position ? "" : ", COPIED FROM ANOTHER PLACE"
                                : ", WRONG CHECKSUM");
    }
}
