package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Identity;
import salvor.copier.map.Companion;
import salvor.copier.map.MalformedMapException;
import salvor.copier.map.MapFile;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** The mapfile of a rescue and the companion beside it. */
public final class RescueLog implements RescueRecord, AutoCloseable {

    private final String mapPath;
    private final RescueMap map;
    private final Identity source;
    private final boolean resumed;
    private final List<String> comments;

    /**
     * Made when the first bytes are on their way: a destination that refuses leaves no file behind.
     */
    private @Nullable Companion companion;

    private RescueLog(
            String mapPath,
            RescueMap map,
            Identity source,
            boolean resumed,
            List<String> comments) {
        this.mapPath = mapPath;
        this.map = map;
        this.source = source;
        this.resumed = resumed;
        this.comments = List.copyOf(comments);
    }

    /**
     * Goes on with what is there, or begins.
     *
     * @param mapPath as {@code FileNames} has it
     * @param source whose bytes the map speaks of
     * @param comments lines for people at the top of the mapfile
     * @throws MalformedMapException when the mapfile is none, or one of another size
     */
    public static RescueLog open(String mapPath, Identity source, List<String> comments)
            throws IOException {
        boolean resumed = FileStatus.exists(mapPath);
        RescueMap map =
                resumed ? MapFile.read(mapPath, source.size()).map() : new RescueMap(source.size());
        return new RescueLog(mapPath, map, source, resumed, comments);
    }

    /** Where the companion of a mapfile lies. */
    public static String companionPath(String mapPath) {
        return mapPath + ".salvor";
    }

    private synchronized Companion companion() throws IOException {
        if (companion == null) {
            companion = openCompanion();
        }
        return companion;
    }

    /** Without its map a companion is stale, and so is one that is damaged: it is replaced. */
    private Companion openCompanion() throws IOException {
        String path = companionPath(mapPath);
        if (resumed && FileStatus.exists(path)) {
            try {
                return Companion.open(path);
            } catch (MalformedMapException e) {
                return Companion.create(path, source);
            }
        }
        return Companion.create(path, source);
    }

    /** Bytes: as far as the map says that the destination holds something; 0: nothing. */
    public long held() {
        Region last = map.previous(Status.RESCUED, map.size());
        return last == null ? 0 : last.extent().end();
    }

    /** The map as it was when this was opened; the rescue works on it. */
    public RescueMap map() {
        return map;
    }

    @Override
    public void data(Extent extent, int crc32c) throws IOException {
        companion().append(extent, crc32c);
    }

    @Override
    public void zeros(Extent extent) throws IOException {
        companion().appendZeros(extent, 0);
    }

    @Override
    public void save(RescueMap now, Pass pass) throws IOException {
        companion().force();
        StatusLine line = new StatusLine(pass.position(), pass.phase().symbol(), pass.number());
        new MapFile(now, line).save(mapPath, comments);
    }

    @Override
    public synchronized void close() throws IOException {
        if (companion != null) {
            companion.close();
        }
    }
}
