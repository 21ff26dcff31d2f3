package salvor.copier.pair;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which member of a group to believe where they differ.
 *
 * @param preferred the disk's index; empty where that cannot be told
 * @param stale the disks' indices that were left behind by the others
 * @param reasons sentences
 */
public record Trust(OptionalInt preferred, List<Integer> stale, List<String> reasons) {

    static final Trust UNASKED = new Trust(OptionalInt.empty(), List.of(), List.of());
}
