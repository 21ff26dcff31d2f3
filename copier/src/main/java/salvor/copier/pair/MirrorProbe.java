package salvor.copier.pair;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import salvor.copier.pair.metadata.FileSystem;

/**
 * Tells a whole mirror from a mirrored part of a RAID10: a file system that fits on the members
 * fills them; one that is larger goes on elsewhere.
 */
final class MirrorProbe {

    private static final long MIB = 1 << 20;
    private static final int ORIGINS = 16;

    private MirrorProbe() {}

    static Arrangement arrangement(List<Disk> disks, Candidate.Mirror mirror) {
        Disk first = disks.get(mirror.members().getFirst());
        Optional<FileSystem> fileSystem = fileSystem(first);
        Optional<String> layout =
                fileSystem.map(
                        fs ->
                                fs.size() <= first.size() - fs.start()
                                        ? "raid1"
                                        : "near" + mirror.members().size());
        return new Arrangement(
                layout,
                OptionalLong.empty(),
                mirror.members(),
                false,
                OptionalLong.empty(),
                fileSystem
                        .map(
                                fs ->
                                        List.of(
                                                layout.filter("raid1"::equals).isPresent()
                                                        ? "a whole file system fits on each: "
                                                                + fs.sentence()
                                                        : "part of a RAID10: it begins with a file"
                                                                + " system larger than the disk: "
                                                                + fs.sentence()))
                        .orElse(List.of()));
    }

    private static Optional<FileSystem> fileSystem(Disk disk) {
        for (FileSystem known : disk.findings().fileSystems()) {
            return Optional.of(known);
        }
        for (int mib = 0; mib <= ORIGINS; mib++) {
            Optional<FileSystem> found = FileSystem.at(disk.device(), mib * MIB);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
