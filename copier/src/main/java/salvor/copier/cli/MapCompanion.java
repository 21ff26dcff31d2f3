package salvor.copier.cli;

import java.io.IOException;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.MalformedMapException;
import salvor.copier.map.RescueMap;
import salvor.copier.transfer.RescueLog;

/** The companion beside a mapfile that somebody looks into. */
final class MapCompanion {

    private MapCompanion() {}

    /** Looks into a companion. */
    @FunctionalInterface
    interface Look {
        void at(CompanionReader companion) throws IOException;
    }

    /** Lets {@code look} look, unless there is none; one that is not the map's is said to be so. */
    static void read(String mapPath, RescueMap map, Output output, Look look) throws IOException {
        String path = RescueLog.companionPath(mapPath);
        try (CompanionReader companion = CompanionReader.open(path)) {
            if (companion.identity().size() != map.size()) {
                throw new MalformedMapException(path, "of another size than the map");
            }
            look.at(companion);
        } catch (MalformedMapException e) {
            output.diagnostic("salvor: " + e.getMessage() + "; not used\n");
        } catch (DeviceException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }
}
