package salvor.copier.cli;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.Provenance;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** {@code salvor map list}. */
@Command(
        name = "list",
        description = "Prints START SIZE, in decimal bytes, a line for each area of a status.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "? non-tried, * non-trimmed, / non-scraped, - bad, + rescued",
            "Neighbours of different status are lines of their own."
        })
final class MapListCommand implements Callable<Integer> {

    /** Enough to be fast, little enough to be early. */
    private static final int BUFFER_CHARS = 1 << 16;

    private final Output output;

    @Option(
            names = "--status",
            paramLabel = "CHARS",
            description = "Which areas. Default: all that is not rescued, ?*/-")
    private String statuses = "?*/-";

    @Option(
            names = "--origins",
            description =
                    "Instead, START SIZE rescued|filled LOCATION for what came from elsewhere than"
                            + " the source, as MAPFILE.salvor has it.")
    private boolean origins;

    @Parameters(paramLabel = "MAPFILE", description = "- is standard input.")
    private String file = "";

    MapListCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        for (int i = 0; i < statuses.length(); i++) {
            char c = statuses.charAt(i);
            if (!Status.isStatus(c)) {
                throw new Refusal("--status '" + c + "': not a status; write some of ?*/-+");
            }
        }
        RescueMap map = MapCommand.read(file).map();
        if (origins) {
            MapCompanion.read(file, map, output, companion -> listOrigins(map, companion));
        } else {
            listStatuses(map);
        }
        return 0;
    }

    private void listStatuses(RescueMap map) {
        StringBuilder text = new StringBuilder();
        for (Region region : map) {
            if (statuses.indexOf(region.status().symbol()) >= 0) {
                text.append(region.extent().start()).append(' ');
                text.append(region.extent().length()).append('\n');
            }
            if (text.length() > BUFFER_CHARS) {
                output.result(text.toString());
                text.setLength(0);
            }
        }
        output.result(text.toString());
    }

    /** Neighbours from one copy are one line, however they were read. */
    private void listOrigins(RescueMap map, CompanionReader companion) throws IOException {
        Deque<Stretch> last = new ArrayDeque<>(1);
        Provenance.forEach(
                map,
                companion,
                (extent, origin, filled) -> {
                    Stretch next = new Stretch(extent, origin, filled);
                    Stretch before = last.poll();
                    if (before != null && !before.isBeside(next)) {
                        output.result(before.line());
                    }
                    last.add(before != null && before.isBeside(next) ? before.with(next) : next);
                });
        last.forEach(stretch -> output.result(stretch.line()));
    }

    private record Stretch(Extent extent, String origin, boolean filled) {

        boolean isBeside(Stretch next) {
            return extent.end() == next.extent.start()
                    && origin.equals(next.origin)
                    && filled == next.filled;
        }

        Stretch with(Stretch next) {
            return new Stretch(Extent.between(extent.start(), next.extent.end()), origin, filled);
        }

        String line() {
            String how = filled ? " filled " : " rescued ";
            return extent.start() + " " + extent.length() + how + origin + "\n";
        }
    }
}
