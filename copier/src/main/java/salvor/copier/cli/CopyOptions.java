package salvor.copier.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** More copies of what a rescue reads. */
final class CopyOptions {

    @Option(
            names = "--mirror",
            paramLabel = "LOCATION",
            description =
                    "Another copy of the same data (a RAID1 twin): read where SOURCE failed."
                            + " Repeatable.")
    private List<String> mirrors = new ArrayList<>();

    @Option(
            names = "--mirror-check",
            description = "Read both everywhere and report what differs; SOURCE's bytes stay.")
    private boolean mirrorCheck;

    @Option(
            names = "--fill-from",
            paramLabel = "LOCATION",
            description =
                    "An older copy: what nobody can read comes from here; it does not count as"
                            + " rescued, and MAPFILE.salvor says so.")
    private @Nullable String fillFrom;

    List<String> mirrors() {
        return mirrors;
    }

    /** Whether the mirrors are compared everywhere. */
    boolean mirrorCheck() {
        return mirrorCheck;
    }

    /**
     * Refuses what cannot be meant.
     *
     * @param source as the person wrote it
     * @param destination as the person wrote it
     * @throws Refusal when they are the same on a server, a copy is one of these or is given twice,
     *     or none is there to be checked
     */
    void require(String source, String destination) {
        if (mirrorCheck && mirrors.isEmpty()) {
            throw new Refusal("--mirror-check: there is no mirror to check; name one by --mirror");
        }
        if (Location.parse(destination) instanceof Location.Remote to
                && to.isSame(Location.parse(source))) {
            throw new Refusal(
                    destination + ": is the source " + source + "; name another destination");
        }
        Set<Location> seen = new HashSet<>();
        for (String name : all()) {
            Location copy = Location.parse(name);
            if (copy.isSame(Location.parse(source))) {
                throw new Refusal(
                        name + ": is the source " + source + " itself; name another copy of it");
            }
            if (copy.isSame(Location.parse(destination))) {
                throw new Refusal(
                        name + ": is the destination, which would be overwritten; name another");
            }
            if (!seen.add(copy)) {
                throw new Refusal(name + ": is given twice; name it once");
            }
        }
    }

    @Nullable String fillFrom() {
        return fillFrom;
    }

    /** All of them. */
    List<String> all() {
        List<String> all = new ArrayList<>(mirrors);
        if (fillFrom != null) {
            all.add(fillFrom);
        }
        return all;
    }
}
