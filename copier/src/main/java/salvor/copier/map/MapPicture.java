package salvor.copier.map;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * A map as a row of cells, each an equal part of the device. A cell shows the worst of its bytes,
 * so one bad sector of a large disk is seen.
 */
public final class MapPicture {

    /** How a cell looks in text. */
    public enum Style {
        /** Blocks and signs that every font for terminals has. */
        UNICODE("·░▒×█"),
        /** The mapfile's own characters. */
        ASCII("?*/-+");

        private final String cells;

        Style(String cells) {
            this.cells = cells;
        }

        /**
         * What a terminal of this encoding can show.
         *
         * @param encoding as the system property {@code native.encoding} has it
         */
        public static Style of(@Nullable String encoding) {
            return "UTF-8".equalsIgnoreCase(encoding) ? UNICODE : ASCII;
        }

        /** The sign for a status. */
        public char cell(Status status) {
            return switch (status) {
                case NON_TRIED -> cells.charAt(0);
                case NON_TRIMMED -> cells.charAt(1);
                case NON_SCRAPED -> cells.charAt(2);
                case BAD -> cells.charAt(3);
                case RESCUED -> cells.charAt(4);
            };
        }
    }

    private MapPicture() {}

    /**
     * The map as a line of text.
     *
     * @param count cells, 1 or more; a device of fewer bytes gets one a byte
     */
    public static String strip(RescueMap map, int count, Style style) {
        Status[] cells = cells(map, count);
        StringBuilder text = new StringBuilder(cells.length);
        for (Status cell : cells) {
            text.append(style.cell(cell));
        }
        return text.toString();
    }

    /**
     * The worst status in each of {@code count} equal parts, or of each byte when there are fewer.
     */
    static Status[] cells(RescueMap map, int count) {
        int cellCount = (int) Math.min(count, map.size());
        Status[] cells = new Status[cellCount];
        Arrays.fill(cells, Status.RESCUED);
        int cell = 0;
        for (Region region : map) {
            Extent extent = region.extent();
            while (cell < cellCount && start(map.size(), cellCount, cell) < extent.end()) {
                cells[cell] = worse(cells[cell], region.status());
                if (start(map.size(), cellCount, cell + 1) > extent.end()) {
                    break;
                }
                cell++;
            }
        }
        return cells;
    }

    /** First byte of a cell; for the number of cells, the size. */
    public static long start(long size, int cellCount, int cell) {
        return size / cellCount * cell + size % cellCount * cell / cellCount;
    }

    private static Status worse(Status a, Status b) {
        return badness(a) >= badness(b) ? a : b;
    }

    /** The more is lost, the higher; what was only not asked yet is not lost. */
    private static int badness(Status status) {
        return switch (status) {
            case RESCUED -> 0;
            case NON_TRIED -> 1;
            case NON_TRIMMED -> 2;
            case NON_SCRAPED -> 3;
            case BAD -> 4;
        };
    }
}
