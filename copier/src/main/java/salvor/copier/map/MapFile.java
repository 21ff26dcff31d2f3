package salvor.copier.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import salvor.copier.device.FileNames;
import salvor.protocol.message.Extent;

/**
 * A mapfile as GNU ddrescue reads and writes it:
 *
 * <pre>
 * # comment
 * # current_pos  current_status  current_pass
 * 0x00000000     ?               1
 * #      pos        size  status
 * 0x00000000  0x00010000  +
 * 0x00010000  0x000F0000  ?
 * </pre>
 *
 * <p>The format is that of the manual of GNU ddrescue, chapter "Mapfile structure", in the dialect
 * of version 1.27, which every later one reads.
 *
 * @param map the statuses
 * @param covered what the blocks of the file speak of; a mapfile may begin late
 * @param statusLine what the rescue is at
 */
public record MapFile(RescueMap map, Extent covered, StatusLine statusLine) {

    private static final String STATUS_HEAD = "# current_pos  current_status  current_pass\n";
    private static final String BLOCKS_HEAD = "#      pos        size  status\n";

    /** A mapfile that speaks of the whole device. */
    public MapFile(RescueMap map, StatusLine statusLine) {
        this(map, new Extent(0, map.size()), statusLine);
    }

    /**
     * Reads the mapfile of a device. An empty file is a rescue that has not begun; what the blocks
     * do not reach is non-tried.
     *
     * @param path as {@link FileNames} has it
     * @param size of the device, bytes
     * @throws MalformedMapException when it is no mapfile, too large, or of another size: a block
     *     before the last, or one that is rescued, lies past the end
     * @throws IOException when it cannot be read
     */
    public static MapFile read(String path, long size) throws IOException {
        return read(path, OptionalLong.of(size));
    }

    /**
     * Reads a mapfile whose device ends where the last block does.
     *
     * @throws MalformedMapException when it is no mapfile or too large
     * @throws IOException when it cannot be read
     */
    public static MapFile read(String path) throws IOException {
        return read(path, OptionalLong.empty());
    }

    private static MapFile read(String path, OptionalLong size) throws IOException {
        try (InputStream in = new FileInput(path, MapReader.FILE_BYTES_MAX)) {
            return parse(path, in, size);
        }
    }

    /**
     * Reads a mapfile from a stream.
     *
     * @param name for messages
     * @param size of the device; empty where only the mapfile says it
     */
    public static MapFile parse(String name, InputStream in, OptionalLong size) throws IOException {
        return new MapReader(name, in, size).read();
    }

    /**
     * Replaces the file atomically; durable when this returns.
     *
     * @param comments lines for people above the rest, as {@code Mapfile. Created by …}
     */
    public void save(String path, List<String> comments) throws IOException {
        AtomicFile.save(path, out -> writeTo(out, comments));
    }

    /** Writes the mapfile. */
    public void writeTo(OutputStream out, List<String> comments) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String comment : comments) {
            head.append("# ").append(oneLine(comment)).append('\n');
        }
        head.append(STATUS_HEAD).append(statusLine.encode()).append(BLOCKS_HEAD);
        out.write(FileNames.encode(head.toString()));
        for (Region region : map) {
            Extent extent = region.extent().intersect(covered);
            if (!extent.isEmpty()) {
                out.write(block(extent, region.status()).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static String block(Extent extent, Status status) {
        return "0x%08X  0x%08X  %c\n".formatted(extent.start(), extent.length(), status.symbol());
    }

    /** A file's name may hold a line's end; a comment that does would not end as a comment. */
    private static String oneLine(String comment) {
        return comment.replaceAll("\\p{Cntrl}", "?");
    }
}
