package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an array is laid out on its members, as far as it is known.
 *
 * @param chunk bytes
 * @param members in the order of their roles, if {@code orderKnown}
 * @param origin bytes to where the data begins on the members
 * @param evidence how this is known
 */
record Arrangement(
        Optional<String> layout,
        OptionalLong chunk,
        List<Integer> members,
        boolean orderKnown,
        OptionalLong origin,
        List<String> evidence) {}
