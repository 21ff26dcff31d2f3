package salvor.copier.map;

/**
 * The line of a mapfile that says where the rescue is.
 *
 * @param position the byte it is at, 0 or more
 * @param status what it does: {@code ?} copying, {@code *} trimming, {@code /} scraping, {@code -}
 *     retrying, {@code F} filling, {@code G} generating, {@code +} finished; {@code %} (sweeping,
 *     GNU ddrescue 1.30) is read and never written
 * @param pass counts from 1
 */
public record StatusLine(long position, char status, int pass) {

    private static final String STATUSES = "?*/-FG+%";

    /** A rescue that has not begun. */
    public static final StatusLine START = new StatusLine(0, '?', 1);

    public StatusLine {
        if (position < 0 || pass < 1 || !isStatus(status)) {
            throw new IllegalArgumentException(
                    "not a status line: " + position + " " + status + " " + pass);
        }
    }

    static boolean isStatus(char status) {
        return STATUSES.indexOf(status) >= 0;
    }

    /** The line in the dialect that GNU ddrescue 1.27 reads too, which does not know sweeping. */
    String encode() {
        return "0x%08X     %c               %d\n"
                .formatted(position, status == '%' ? '?' : status, pass);
    }
}
