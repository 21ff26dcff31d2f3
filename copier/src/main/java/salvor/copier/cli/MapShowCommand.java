package salvor.copier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import salvor.copier.device.FileNames;
import salvor.copier.map.AtomicFile;
import salvor.copier.map.MapFile;
import salvor.copier.map.MapPicture;
import salvor.copier.map.MapSvg;
import salvor.copier.map.Provenance;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;

/** {@code salvor map show}. */
@Command(
        name = "show",
        description = "Prints a picture of a mapfile, and how much has which status.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each cell of the picture shows the worst of its bytes: one bad sector is seen.",
            "What came from elsewhere than the source is told, as MAPFILE.salvor has it; map list"
                    + " --origins tells where."
        })
final class MapShowCommand implements Callable<Integer> {

    private final Output output;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Writes the picture into this file, instead of text.")
    private @Nullable String svg;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Parameters(paramLabel = "MAPFILE", description = "- is standard input.")
    private String file = "";

    MapShowCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        MapFile map = MapCommand.read(file);
        List<Provenance> origins = origins(map.map());
        if (svg != null) {
            byte[] picture = FileNames.encode(MapSvg.of(map.map()));
            AtomicFile.save(svg, out -> out.write(picture));
        }
        if (json) {
            output.json(body -> json(body, map, origins));
        } else {
            MapPicture.Style style = MapPicture.Style.of(System.getProperty("native.encoding"));
            output.result(new MapReport(map, origins, style).text(svg == null));
        }
        return 0;
    }

    private List<Provenance> origins(RescueMap map) throws IOException {
        List<Provenance> origins = new ArrayList<>();
        MapCompanion.read(
                file, map, output, companion -> origins.addAll(Provenance.of(map, companion)));
        return origins;
    }

    private void json(JsonGenerator body, MapFile map, List<Provenance> origins)
            throws IOException {
        body.writeStringField("command", "map show");
        body.writeStringField("map", Output.jsonText(file));
        body.writeNumberField("size", map.map().size());
        for (Status status : Status.values()) {
            String key = status.words().replace('-', '_');
            body.writeNumberField(key, map.map().total(status));
            body.writeNumberField(key + "_areas", map.map().count(status));
        }
        body.writeStringField("status", String.valueOf(map.statusLine().status()));
        body.writeNumberField("position", map.statusLine().position());
        body.writeNumberField("pass", map.statusLine().pass());
        MapReport.writeOrigins(body, origins);
    }
}
