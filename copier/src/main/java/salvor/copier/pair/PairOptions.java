package salvor.copier.pair;

import java.util.Optional;

/**
 * How to answer.
 *
 * @param quick from samples and metadata alone
 * @param smart whether smartctl may be asked how drives are
 * @param state a file that keeps how far the comparison is, to go on from after a stop
 */
public record PairOptions(boolean quick, boolean smart, Optional<String> state) {}
