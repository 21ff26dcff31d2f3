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

    /** A file system that takes this much of a disk is no partition of something larger. */
    private static final double FILLS = 0.9;

    private MirrorProbe() {}

    static Arrangement arrangement(List<Disk> disks, Candidate.Mirror mirror) {
        Disk first = disks.get(mirror.members().getFirst());
        return fileSystem(first)
                .map(fs -> arrangement(mirror, first, fs))
                .orElse(Arrangement.unknown(mirror.members()));
    }

    private static Arrangement arrangement(
            Candidate.Mirror mirror, Disk disk, FileSystem fileSystem) {
        boolean fits = fits(fileSystem, disk);
        return new Arrangement(
                Optional.of(fits ? "raid1" : "near" + mirror.members().size()),
                !fits || fileSystem.size() > disk.size() * FILLS,
                OptionalLong.empty(),
                mirror.members(),
                false,
                OptionalLong.empty(),
                List.of(
                        (fits
                                        ? "a whole file system fits on each: "
                                        : "part of a RAID10: it begins with a file system larger"
                                                + " than the disk: ")
                                + fileSystem.sentence()));
    }

    private static boolean fits(FileSystem fileSystem, Disk disk) {
        return fileSystem.size() <= disk.size() - fileSystem.start();
    }

    /** Whether a file system begins on the disk and ends elsewhere. */
    static boolean isBeginning(Disk disk) {
        return fileSystem(disk).filter(fs -> !fits(fs, disk)).isPresent();
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
