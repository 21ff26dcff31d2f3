package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A candidate and what can be said about it.
 *
 * @param claim of superblocks that say what the content says
 * @param chunk bytes
 * @param members in the order of their roles where that is known
 * @param origin bytes to where the data begins on the first of the members
 */
record Verdict(
        Candidate candidate,
        Optional<Claim> claim,
        Optional<String> layout,
        OptionalLong chunk,
        List<Integer> members,
        boolean orderKnown,
        OptionalLong origin,
        boolean certain,
        List<String> evidence) {

    /** Bytes that {@code member} has its data further on than the first; may be negative. */
    long shift(int member) {
        return candidate.shift(member) - candidate.shift(members.getFirst());
    }

    /** Those of all members. */
    List<Long> shifts() {
        return members.stream().map(this::shift).toList();
    }
}
