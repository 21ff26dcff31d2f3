package salvor.copier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import salvor.copier.map.MapFile;
import salvor.copier.map.MapPicture;
import salvor.copier.map.Provenance;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;

/** A map for people. */
final class MapReport {

    private static final int COLUMNS = 64;
    private static final int ROWS = 16;

    /** What is there, then what is missing, the worst last. */
    private static final List<Status> ORDER =
            List.of(
                    Status.RESCUED,
                    Status.NON_TRIED,
                    Status.NON_TRIMMED,
                    Status.NON_SCRAPED,
                    Status.BAD);

    private final MapFile file;
    private final RescueMap map;
    private final List<Provenance> origins;
    private final MapPicture.Style style;

    MapReport(MapFile file, List<Provenance> origins, MapPicture.Style style) {
        this.file = file;
        this.map = file.map();
        this.origins = origins;
        this.style = style;
    }

    /**
     * The whole report.
     *
     * @param picture whether it has one
     */
    String text(boolean picture) {
        StringBuilder text = new StringBuilder();
        if (picture && map.size() > 0) {
            picture(text);
        }
        text.append(
                String.format(
                        Locale.ROOT,
                        "%s (%d bytes), %s, pass %d, at %d%n%n",
                        Sizes.show(map.size()),
                        map.size(),
                        phase(file.statusLine().status()),
                        file.statusLine().pass(),
                        file.statusLine().position()));
        for (Status status : ORDER) {
            total(text, status);
        }
        if (!origins.isEmpty()) {
            text.append('\n').append(origins(origins));
        }
        return text.toString();
    }

    /** A line for each copy that gave something. */
    static String origins(List<Provenance> origins) {
        StringBuilder text = new StringBuilder();
        for (Provenance origin : origins) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "from %s: %d bytes rescued, %d filled (not rescued)%n",
                            Output.oneLine(origin.origin()),
                            origin.rescued(),
                            origin.filled()));
        }
        return text.toString();
    }

    /** The same as a field of an object. */
    static void writeOrigins(JsonGenerator json, List<Provenance> origins) throws IOException {
        json.writeArrayFieldStart("origins");
        for (Provenance origin : origins) {
            json.writeStartObject();
            json.writeStringField("name", Output.jsonText(origin.origin()));
            json.writeNumberField("filled", origin.filled());
            json.writeNumberField("rescued", origin.rescued());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void picture(StringBuilder text) {
        String cells = MapPicture.strip(map, COLUMNS * ROWS, style);
        for (int at = 0; at < cells.length(); at += COLUMNS) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%12s  %s%n",
                            Sizes.show(MapPicture.start(map.size(), cells.length(), at)),
                            cells.substring(at, Math.min(cells.length(), at + COLUMNS))));
        }
        text.append('\n');
    }

    private void total(StringBuilder text, Status status) {
        long bytes = map.total(status);
        text.append(
                String.format(
                        Locale.ROOT,
                        "  %c %-12s %9s  %10s  %16d bytes  %9d %s%n",
                        style.cell(status),
                        status.words(),
                        percent(bytes, map.size()),
                        Sizes.show(bytes),
                        bytes,
                        map.count(status),
                        map.count(status) == 1 ? "area" : "areas"));
    }

    /** Nothing is rounded to none or to all. */
    static String percent(long part, long whole) {
        if (part == 0 || part == whole) {
            return part == 0 ? "0 %" : "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.01) {
            return "<0.01 %";
        }
        return percent > 99.99 ? ">99.99 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }

    private static String phase(char status) {
        return switch (status) {
            case '?' -> "copying";
            case '*' -> "trimming";
            case '/' -> "scraping";
            case '-' -> "retrying";
            case 'F' -> "filling";
            case 'G' -> "generating";
            case '%' -> "sweeping";
            default -> "finished";
        };
    }
}
