package salvor.copier.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.BlockUsage;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Footprint;
import salvor.copier.device.Posix;

/**
 * Looks at what a command is about to write before anything is written, and refuses what could
 * destroy something: the source, what is in use, what is of the wrong size or kind.
 */
final class DestinationGuard {

    private final BlockUsage usage;

    DestinationGuard(BlockUsage usage) {
        this.usage = usage;
    }

    /**
     * Checks a destination on this machine and its mapfile.
     *
     * @param sources what is read on this machine: the source, mirrors, older copies
     * @param destination a path
     * @param map the mapfile as the person named it; null when they did not
     * @param force whether a block device may be the destination. It permits nothing else
     * @param size of the source, bytes
     * @return the mapfile to use
     * @throws Refusal when the source, the destination or the mapfile must not be used so
     */
    String check(
            List<String> sources,
            String destination,
            @Nullable String map,
            boolean force,
            long size) {
        Target target = Target.of(destination);
        target.requireNoNewDevice();
        requireApart(sources, target);
        requireUnused(target);
        FileStatus status = target.status();
        if (status != null) {
            requireFit(target, status, size);
        }
        if (status != null && status.kind() == FileStatus.Kind.BLOCK) {
            requireWanted(target, map, force);
            requireAlone(target);
        }
        String chosen = map == null ? destination + ".map" : map;
        checkMap(sources, target, chosen, size);
        return chosen;
    }

    /**
     * Checks the mapfile of a destination elsewhere.
     *
     * @param sources as in {@link #check}
     * @throws Refusal as in {@link #check}
     */
    void checkMap(List<String> sources, String map, long size) {
        checkMap(sources, null, map, size);
    }

    /**
     * Checks another copy of what is read.
     *
     * @throws Refusal when it is the source by another name, or has bytes in common with it
     */
    void checkOther(String source, String copy) {
        FileStatus one = FileStatus.orNull(source);
        FileStatus other = FileStatus.orNull(copy);
        if (one != null
                && other != null
                && (other.isSame(one)
                        || usage.footprints().of(other).sharesBytesWith(usage.footprints().of(one))
                        || usage.isOtherWayTo(one, other))) {
            throw new Refusal(
                    copy + ": is the source " + source + " itself; name another copy of it");
        }
    }

    /**
     * Checks what somebody else may write through this machine.
     *
     * @throws Refusal when it is in use or cannot be written
     */
    void checkShared(String path) {
        Target target = Target.of(path);
        requireUnused(target);
        FileStatus status = target.status();
        if (status != null && status.kind() == FileStatus.Kind.BLOCK) {
            requireAlone(target);
        }
    }

    private void checkMap(
            List<String> sources, @Nullable Target destination, String map, long size) {
        for (String file : MapTarget.filesOf(map)) {
            Target target = Target.of(file);
            if (file.equals(map)) {
                target.requireNoNewDevice();
            }
            if (destination != null && target.isSame(destination)) {
                throw new Refusal(
                        map
                                + ": the mapfile would overwrite the destination; name another mapfile");
            }
            requireApart(sources, target);
            requireUnused(target);
        }
        MapTarget.require(map, size);
    }

    private void requireApart(List<String> sources, Target target) {
        for (String path : sources) {
            FileStatus source = FileStatus.orNull(path);
            if (source == null) {
                continue;
            }
            Footprint from = usage.footprints().of(source);
            Footprint to = usage.footprints().of(target.nearest());
            String instead = "; name something that is not on " + path;
            if (target.status() != null && target.status().isSame(source)) {
                throw target.refusal("is the source " + path + instead);
            }
            if (to.liesSomewhereOn(from)) {
                throw target.refusal("lies on the source " + path + instead);
            }
            if (from.liesSomewhereOn(to)) {
                throw target.refusal("holds the source " + path + instead);
            }
            if (to.sharesBytesWith(from)) {
                throw target.refusal("has bytes in common with the source " + path + instead);
            }
            if (target.status() != null && usage.isOtherWayTo(source, target.status())) {
                throw target.refusal("is the same drive as the source " + path + instead);
            }
        }
    }

    private void requireUnused(Target target) {
        Optional<BlockUsage.Use> use = usage.useOf(usage.footprints().of(target.nearest()));
        if (use.isPresent()) {
            String by = use.get().by();
            throw target.refusal(
                    switch (use.get().kind()) {
                        case MOUNTED -> "is mounted at " + by + "; unmount that first";
                        case SWAP -> "is in use as swap; run swapoff " + by + " first";
                        case MEMBER -> "is part of " + by + "; stop that first";
                        case LOOP -> "is in use as " + by + "; run losetup -d " + by + " first";
                    });
        }
    }

    private void requireFit(Target target, FileStatus status, long size) {
        if (status.kind() == FileStatus.Kind.BLOCK) {
            long room = target.blockSize();
            if (usage.isReadOnly(status)) {
                throw target.refusal("is read-only; name another, or run blockdev --setrw first");
            }
            if (room < size) {
                throw target.refusal(
                        "has " + room + " bytes, the source has " + size + "; name a larger one");
            }
        } else if (status.size() > size) {
            throw target.refusal(
                    "has "
                            + status.size()
                            + " bytes, the source only "
                            + size
                            + ": it is no image of it; name another file, or remove it");
        }
    }

    private static void requireWanted(Target target, @Nullable String map, boolean force) {
        if (!force) {
            throw target.refusal(
                    "is a block device, and everything on it would be overwritten;"
                            + " give --force if that is meant");
        }
        if (map == null) {
            throw target.refusal(
                    "is a block device, beside which no mapfile can lie; name a mapfile too");
        }
    }

    /** The kernel knows uses that no table shows, as a mount in another container. */
    private static void requireAlone(Target target) {
        int fd = Posix.open(target.path(), Posix.O_RDONLY | Posix.O_EXCL);
        if (fd == -Errno.EBUSY) {
            throw target.refusal(
                    "is in use, says the kernel; end what has it mounted, assembled or open");
        }
        if (fd >= 0) {
            Posix.close(fd);
        }
    }
}
