package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.copier.map.StatusLine;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** The mapfile of a rescue and the companion beside it. */
public final class RescueLog implements RescueRecord {

    private final String mapPath;
    private final List<String> comments;

    /**
     * @param mapPath as {@code FileNames} has it
     * @param comments lines for people at the top of the mapfile
     */
    public RescueLog(String mapPath, List<String> comments) {
        this.mapPath = mapPath;
        this.comments = List.copyOf(comments);
    }

    @Override
    public void data(Extent extent, int crc32c) throws IOException {}

    @Override
    public void zeros(Extent extent) throws IOException {}

    @Override
    public void save(RescueMap map, Pass pass) throws IOException {
        StatusLine line = new StatusLine(pass.position(), pass.phase().symbol(), pass.number());
        new MapFile(map, line).save(mapPath, comments);
    }
}
