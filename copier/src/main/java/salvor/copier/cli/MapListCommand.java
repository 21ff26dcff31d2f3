package salvor.copier.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.map.Region;
import salvor.copier.map.Status;

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
        StringBuilder text = new StringBuilder();
        for (Region region : MapCommand.read(file).map()) {
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
        return 0;
    }
}
