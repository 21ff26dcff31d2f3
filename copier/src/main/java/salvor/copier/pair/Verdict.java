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
 * @param origin bytes to where the data begins on the members
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
        List<String> evidence) {}
