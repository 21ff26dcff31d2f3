package salvor.copier.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import salvor.copier.pair.Comparison;
import salvor.copier.pair.Group;
import salvor.copier.pair.PairReport;

/** The answer for a person who has been up all night: what belongs together, what to do next. */
final class PairText {

    private final PairReport report;
    private final boolean quick;
    private final StringBuilder text = new StringBuilder();

    PairText(PairReport report, boolean quick) {
        this.report = report;
        this.quick = quick;
    }

    String text() {
        int number = 0;
        for (Group group : report.groups()) {
            group(++number, group);
        }
        if (!report.unpaired().isEmpty()) {
            line("FOUND NO PLACE: " + names(report.unpaired()));
            line("");
        }
        line("What was read:");
        report.notes().forEach(note -> line("  " + note));
        line("");
        line("Nothing was written, and nothing of the above was run. Until you have copies, only");
        line("read these disks: no fsck, no mdadm --create, no mount without ro,noload.");
        return text.toString();
    }

    private void group(int number, Group group) {
        line(
                "%d. %s%s%s: %s"
                        .formatted(
                                number,
                                group.kind().word().toUpperCase(Locale.ROOT),
                                group.layout()
                                        .map(layout -> ", " + layout)
                                        .orElse(", layout unknown"),
                                group.chunk().isPresent()
                                        ? ", chunk " + Sizes.show(group.chunk().getAsLong())
                                        : "",
                                group.certain() ? "certain" : "NOT CERTAIN"));
        line(
                "   members%s: %s"
                        .formatted(
                                group.orderKnown() ? ", in order" : " (order unknown)",
                                names(group.members())));
        table(group.pairs());
        group.evidence().forEach(sentence -> line("   - " + sentence));
        line("   Which to trust:");
        group.trust().reasons().forEach(reason -> line("   - " + reason));
        line("   What to do next:");
        PairAdvice.of(report, group).forEach(command -> line("     " + command));
        line("");
    }

    private void table(List<Group.Pair> pairs) {
        if (pairs.isEmpty()) {
            line(quick ? "   not compared byte by byte (--quick)" : "   not compared byte by byte");
            return;
        }
        line("      differing       compared     unreadable   metadata  first at  disks");
        for (Group.Pair pair : pairs) {
            Comparison c = pair.comparison();
            line(
                    "   %12d %14d %14d %10d %9s  %s"
                            .formatted(
                                    c.differing(),
                                    c.compared(),
                                    c.unreadable(),
                                    c.metadata(),
                                    c.first() < 0 ? "-" : c.first() + 1,
                                    names(pair.members())));
        }
    }

    private String names(List<Integer> disks) {
        return disks.stream()
                .map(disk -> report.disks().get(disk).name())
                .collect(Collectors.joining(" "));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
