package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an array is laid out on its members, as far as it is known.
 *
 * @param isSure whether nothing else could look like this
 * @param chunk bytes
 * @param members in the order of their roles, if {@code orderKnown}
 * @param origin bytes to where the data begins on the first of the members
 * @param evidence how this is known
 */
record Arrangement(
        Optional<String> layout,
        boolean isSure,
        OptionalLong chunk,
        List<Integer> members,
        boolean orderKnown,
        OptionalLong origin,
        List<String> evidence) {

    /** Nothing is known. */
    static Arrangement unknown(List<Integer> members) {
        return new Arrangement(
                Optional.empty(),
                false,
                OptionalLong.empty(),
                members,
                false,
                OptionalLong.empty(),
                List.of());
    }
}
