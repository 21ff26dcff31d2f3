package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import salvor.copier.device.FileStatus;
import salvor.copier.map.MapFile;

/** The mapfile as something that is to be written. */
final class MapTarget {

    private MapTarget() {}

    /** Every file that saving {@code map} writes, replaces or removes. */
    static List<String> filesOf(String map) {
        return Stream.of(map, map + ".salvor")
                .flatMap(file -> Stream.of(file, file + ".salvor-new"))
                .toList();
    }

    /**
     * Refuses to replace a file that is no map of such a source.
     *
     * @param size of the source, bytes
     */
    static void require(String map, long size) {
        FileStatus status = FileStatus.orNull(map);
        if (status == null) {
            return;
        }
        if (status.kind() != FileStatus.Kind.REGULAR) {
            throw new Refusal(map + ": is not a file; name another mapfile");
        }
        long covered = covered(map);
        if (covered == 0 && status.size() > 0) {
            throw new Refusal(
                    map
                            + ": speaks of nothing, it was cut off; put the whole map back, or remove"
                            + " it to begin anew");
        }
        if (covered != 0 && covered != size) {
            throw new Refusal(
                    map
                            + ": ends at byte "
                            + covered
                            + ", the source at "
                            + size
                            + ": it is another source's, or was cut off; name the right source, or"
                            + " another mapfile");
        }
    }

    private static long covered(String map) {
        try {
            return MapFile.read(map).map().size();
        } catch (IOException e) {
            throw new Refusal(e.getMessage() + "; it is left as it is: name another mapfile");
        }
    }
}
