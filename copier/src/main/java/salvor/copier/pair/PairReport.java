package salvor.copier.pair;

import java.util.List;

/**
 * The answer.
 *
 * @param unpaired indices of the disks that found no place
 * @param notes sentences about single disks, for people
 * @param sampled bytes of each disk that were sampled
 */
public record PairReport(
        List<Disk> disks,
        List<Group> groups,
        List<Integer> unpaired,
        List<String> notes,
        long sampled) {}
