package salvor.copier.map;

import java.util.Locale;

/** A map as a picture file: rows of cells from left to right, from the top, and a legend. */
public final class MapSvg {

    private static final int COLUMNS = 128;
    private static final int ROWS = 48;
    private static final int CELL = 7;
    private static final int LEGEND = 30;

    private MapSvg() {}

    /** An SVG 1.1 document. Each cell shows the worst of its bytes. */
    public static String of(RescueMap map) {
        Status[] cells = MapPicture.cells(map, COLUMNS * ROWS);
        int rows = Math.max(1, Math.ceilDiv(cells.length, COLUMNS));
        StringBuilder svg = new StringBuilder();
        int width = COLUMNS * CELL;
        int height = rows * CELL + LEGEND;
        svg.append(
                String.format(
                        Locale.ROOT,
                        """
                        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
                        viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
                        <title>%d of %d bytes rescued</title>
                        <rect width="100%%" height="100%%" fill="#ffffff"/>
                        """,
                        width,
                        height,
                        map.total(Status.RESCUED),
                        map.size()));
        for (int row = 0; row < rows; row++) {
            row(svg, cells, row);
        }
        legend(svg, height);
        return svg.append("</svg>\n").toString();
    }

    /** A row; equal neighbours are one rectangle. */
    private static void row(StringBuilder svg, Status[] cells, int row) {
        int end = Math.min(cells.length, (row + 1) * COLUMNS);
        for (int at = row * COLUMNS; at < end; ) {
            int next = at + 1;
            while (next < end && cells[next] == cells[at]) {
                next++;
            }
            rectangle(svg, at % COLUMNS * CELL, row * CELL, (next - at) * CELL, cells[at]);
            at = next;
        }
    }

    private static void legend(StringBuilder svg, int height) {
        int x = CELL;
        for (Status status : Status.values()) {
            rectangle(svg, x, height - LEGEND / 2 - CELL / 2, CELL, status);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<text x=\"%d\" y=\"%d\">%s</text>%n",
                            x + 2 * CELL,
                            height - LEGEND / 2 + CELL / 2 + 1,
                            status.words()));
            x += COLUMNS * CELL / 5;
        }
    }

    private static void rectangle(StringBuilder svg, int x, int y, int width, Status status) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
                        x,
                        y,
                        width,
                        CELL,
                        color(status)));
    }

    /** Told apart also by those who do not see red and green apart. */
    private static String color(Status status) {
        return switch (status) {
            case RESCUED -> "#9ecae1";
            case NON_TRIED -> "#d9d9d9";
            case NON_TRIMMED -> "#fdd049";
            case NON_SCRAPED -> "#f58518";
            case BAD -> "#b10026";
        };
    }
}
