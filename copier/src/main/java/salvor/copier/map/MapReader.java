package salvor.copier.map;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * Reads a mapfile by GNU ddrescue's rules: its first line is the status line, each other one a
 * block that begins where the one before ended; a gap in front of the first is non-tried. Whatever
 * follows the fields of a line is not looked at.
 *
 * <p>Stricter in one thing: a number beyond 63 bits is an error, ddrescue takes it for the largest.
 */
final class MapReader {

    /** Regions in a mapfile: some 30 MB of memory, which the program's small heap holds twice. */
    static final int REGIONS_MAX = 1 << 19;

    static final long FILE_BYTES_MAX = 1L << 26;

    private final String name;
    private final LineReader lines;
    private final OptionalLong size;
    private @Nullable RegionList regions;

    /** A last block that reaches past the end: it is cut, so no other may follow. */
    private boolean over;

    /**
     * @param name for messages
     * @param size of the device; empty where only the mapfile says it
     */
    MapReader(String name, InputStream in, OptionalLong size) {
        this.name = name;
        this.lines = new LineReader(in);
        this.size = size;
    }

    MapFile read() throws IOException {
        StatusLine status = StatusLine.START;
        String line = lines.next();
        if (line != null) {
            status = statusLine(new LineFields(line));
            for (line = lines.next(); line != null; line = lines.next()) {
                block(new LineFields(line));
            }
        }
        RegionList found = regions == null ? new RegionList(0) : regions;
        if (size.isPresent()) {
            return new MapFile(found.toMap(size.getAsLong()), status);
        }
        Extent covered = Extent.between(found.start(), found.end());
        return new MapFile(found.toMap(found.end()), covered, status);
    }

    private StatusLine statusLine(LineFields fields) throws MalformedMapException {
        long position = fields.number();
        char status = fields.symbol();
        int pass = fields.pass();
        if (position < 0 || !StatusLine.isStatus(status) || pass < 1) {
            throw malformed("bad or missing status line");
        }
        return new StatusLine(position, status, pass);
    }

    private void block(LineFields fields) throws MalformedMapException {
        long start = fields.number();
        long length = fields.number();
        char symbol = fields.symbol();
        if (start < 0 || length < 0 || (length == 0 && start > 0) || !Status.isStatus(symbol)) {
            throw malformed("bad block: expected POSITION SIZE STATUS");
        }
        if (start + length < 0) {
            throw malformed("block ends past the largest position");
        }
        long end = inside(start, start + length, Status.of(symbol));
        RegionList list = regions == null ? new RegionList(start) : regions;
        if (start != list.end()) {
            throw malformed(
                    start > list.end() ? "gap before the block" : "block overlaps the last");
        }
        if (end > start) {
            list.add(end, Status.of(symbol));
        }
        if (list.count() > REGIONS_MAX) {
            throw malformed("more than " + REGIONS_MAX + " blocks");
        }
        regions = list;
    }

    /** The end of a block, cut to the device where that loses nothing. */
    private long inside(long start, long end, Status status) throws MalformedMapException {
        long last = size.orElse(Long.MAX_VALUE);
        if (over || start > last || (end > last && status == Status.RESCUED)) {
            throw malformed("map of another size: the source has " + last + " bytes");
        }
        over = end > last;
        return Math.min(end, last);
    }

    private MalformedMapException malformed(String why) {
        return new MalformedMapException(name, lines.number(), why);
    }
}
