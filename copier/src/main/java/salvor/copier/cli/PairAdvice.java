package salvor.copier.cli;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.pair.Disk;
import salvor.copier.pair.Group;
import salvor.copier.pair.PairReport;

/** What to type next, as text; nothing is run. */
final class PairAdvice {

    private PairAdvice() {}

    static List<String> of(PairReport report, Group group) {
        List<String> lines = new ArrayList<>();
        List<Integer> members = new ArrayList<>(group.members());
        if (group.kind() == Group.Kind.MIRROR && group.trust().preferred().isPresent()) {
            int preferred = group.trust().preferred().getAsInt();
            members.removeIf(member -> member == preferred);
            members.addFirst(preferred);
        }
        List<String> names =
                members.stream().map(m -> shell(report.disks().get(m).name())).toList();
        if (!group.certain()) {
            lines.add("# look closer first: the samples leave doubt");
        }
        switch (group.kind()) {
            case MIRROR -> mirror(names, lines);
            case RAID10, RAID5, RAID6 -> array(report, group, names, lines);
        }
        return lines;
    }

    private static void mirror(List<String> names, List<String> lines) {
        String mirrors = " --mirror " + String.join(" --mirror ", names.subList(1, names.size()));
        lines.add("salvor cmp --ranges " + names.get(0) + " " + names.get(1));
        lines.add("salvor rescue" + mirrors + " " + names.getFirst() + " COPY.img");
    }

    private static void array(
            PairReport report, Group group, List<String> names, List<String> lines) {
        for (int i = 0; i < names.size(); i++) {
            lines.add("salvor rescue " + names.get(i) + " member" + i + ".img");
        }
        boolean described =
                group.members().stream()
                        .map(m -> report.disks().get(m))
                        .map(Disk::findings)
                        .allMatch(findings -> findings.superblock().isPresent());
        if (described) {
            lines.add("# then, on the copies, through loop devices:");
            lines.add("mdadm --assemble --readonly --force /dev/md9 LOOPS…");
        } else if (group.orderKnown()) {
            lines.add("# the superblocks are gone; members are named in the order of their roles");
        }
    }

    /** Quoted where a shell would see more than a name. */
    private static String shell(String name) {
        return name.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? name
                : "'" + name.replace("'", "'\\''") + "'";
    }
}
