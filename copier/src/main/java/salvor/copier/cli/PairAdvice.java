package salvor.copier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import salvor.copier.pair.Group;
import salvor.copier.pair.PairReport;

/** What to type next, as text; nothing is run. */
final class PairAdvice {

    private PairAdvice() {}

    static List<String> of(PairReport report, Group group) {
        List<String> lines = new ArrayList<>();
        if (!group.certain()) {
            lines.add("# look closer first: the samples leave doubt");
        }
        if (group.kind() == Group.Kind.MIRROR) {
            mirror(report, group, lines);
        } else {
            rescues(report, group, lines);
            assembly(group, lines);
        }
        return lines;
    }

    private static List<String> names(PairReport report, List<Integer> members) {
        return members.stream().map(m -> shell(report.disks().get(m).name())).toList();
    }

    private static List<Integer> preferredFirst(Group group) {
        List<Integer> members = new ArrayList<>(group.members());
        if (group.trust().preferred().isPresent()) {
            int preferred = group.trust().preferred().getAsInt();
            members.removeIf(member -> member == preferred);
            members.addFirst(preferred);
        }
        return members;
    }

    private static void mirror(PairReport report, Group group, List<String> lines) {
        List<Integer> members = preferredFirst(group);
        List<String> names = names(report, members);
        lines.add(
                "salvor cmp --ranges "
                        + names.get(0)
                        + " "
                        + names.get(1)
                        + skips(shift(group, members.get(1)) - shift(group, members.get(0))));
        lines.add(
                "salvor rescue"
                        + copies(report, group, members)
                        + " "
                        + names.get(0)
                        + " COPY.img");
        for (int i = 1; i < members.size(); i++) {
            if (shift(group, members.get(i)) != shift(group, members.getFirst())) {
                lines.add("# the same data, but not at the same places:");
                lines.add("salvor rescue " + names.get(i) + " COPY" + i + ".img");
            }
        }
    }

    /** Where a comparison begins on each of two disks. */
    private static String skips(long further) {
        return further == 0 ? "" : " " + Math.max(0, -further) + " " + Math.max(0, further);
    }

    private static long shift(Group group, int member) {
        return group.shifts().get(group.members().indexOf(member));
    }

    /**
     * Options that name all but the first as copies of it, or as an older one. What has its data
     * elsewhere is no copy, place by place.
     */
    private static String copies(PairReport report, Group group, List<Integer> members) {
        List<Integer> stale = group.trust().stale();
        List<Integer> others =
                members.stream()
                        .skip(1)
                        .filter(m -> shift(group, m) == shift(group, members.getFirst()))
                        .toList();
        String mirrors =
                names(report, others.stream().filter(m -> !stale.contains(m)).toList()).stream()
                        .map(" --mirror "::concat)
                        .collect(Collectors.joining());
        String older =
                names(report, others.stream().filter(stale::contains).limit(1).toList()).stream()
                        .map(" --fill-from "::concat)
                        .collect(Collectors.joining());
        return mirrors + older;
    }

    /** Each member of its own; where it fails, its twins are read instead. */
    private static void rescues(PairReport report, Group group, List<String> lines) {
        for (int i = 0; i < group.members().size(); i++) {
            int member = group.members().get(i);
            if (group.trust().stale().contains(member)) {
                continue;
            }
            List<Integer> set = new ArrayList<>(List.of(member));
            group.twins().stream()
                    .filter(twins -> twins.contains(member))
                    .forEach(twins -> twins.stream().filter(m -> m != member).forEach(set::add));
            lines.add(
                    "salvor rescue%s %s member%d.img"
                            .formatted(
                                    copies(report, group, set), names(report, set).getFirst(), i));
        }
        names(report, group.trust().stale())
                .forEach(name -> lines.add("# leave out " + name + ", which was left behind"));
    }

    private static void assembly(Group group, List<String> lines) {
        if (group.described()) {
            lines.add("# then, with copies of all members on loop devices (losetup -r):");
            lines.add("mdadm --assemble --readonly --force /dev/md9 LOOP0 LOOP1 …");
        } else if (group.orderKnown()
                && group.layout().isPresent()
                && group.chunk().isPresent()
                && group.origin().isPresent()) {
            lines.add(
                    "# no superblock tells the truth any more. On copies of the copies, for this");
            lines.add("# writes new superblocks, with loop devices in the order of the members:");
            lines.add(create(group));
        } else {
            lines.add("# not all is known that mdadm would have to be told: order, chunk, layout,");
            lines.add("# where the data begins; keep the copies as they are");
        }
    }

    private static String create(Group group) {
        long origin = group.origin().orElseThrow();
        String level = group.kind().word().substring("raid".length());
        String layout = group.layout().orElseThrow();
        String name =
                group.kind() == Group.Kind.RAID10
                        ? layout.charAt(0) + layout.replaceAll("[a-z]", "")
                        : layout;
        return "mdadm --create /dev/md9 --assume-clean --readonly --level=%s --raid-devices=%d"
                        .formatted(level, group.members().size())
                + " --layout=%s --chunk=%dK --metadata=%s"
                        .formatted(name, group.chunk().orElseThrow() >> 10, places(group, origin));
    }

    /** Where the data begins, and the members, each with a place of its own where they differ. */
    private static String places(Group group, long origin) {
        List<Long> shifts = group.shifts();
        if (shifts.stream().allMatch(shift -> shift == 0)) {
            return (origin == 0 ? "1.0" : "1.2 --data-offset=" + (origin >> 10) + "K")
                    + " LOOP0 LOOP1 …";
        }
        return IntStream.range(0, shifts.size())
                .mapToObj(i -> " LOOP%d:%dK".formatted(i, (origin + shifts.get(i)) >> 10))
                .collect(Collectors.joining("", "1.2 --data-offset=variable", ""));
    }

    /** Quoted where a shell would see more than a name. */
    private static String shell(String name) {
        return name.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? name
                : "'" + name.replace("'", "'\\''") + "'";
    }
}
