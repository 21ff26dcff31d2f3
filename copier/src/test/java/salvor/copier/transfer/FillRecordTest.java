package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Identity;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.Provenance;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** When the companion says of bytes that they are filled, and when no longer. */
class FillRecordTest {

    private static final int SIZE = 8192;
    private static final Pass PASS = new Pass(Pass.Phase.COPYING, 1, 0);
    private static final Extent FIRST = new Extent(0, 1024);
    private static final Extent SECOND = new Extent(2048, 1024);

    @TempDir Path folder;

    private RescueLog open() throws IOException {
        return RescueLog.open(folder.resolve("map").toString(), Identity.ofSize(SIZE), List.of());
    }

    /** What the file says, as after a kill. */
    private List<String> claims() throws IOException {
        List<String> claims = new ArrayList<>();
        Path path = folder.resolve("map.salvor");
        if (Files.exists(path)) {
            try (CompanionReader companion = CompanionReader.open(path.toString())) {
                Provenance.forEach(
                        new RescueMap(SIZE),
                        companion,
                        (extent, origin, _) ->
                                claims.add(extent.start() + " " + extent.length() + " " + origin));
            }
        }
        return claims;
    }

    private static RescueMap durable(Extent... extents) {
        RescueMap map = new RescueMap(SIZE);
        for (Extent extent : extents) {
            map.set(extent, Status.RESCUED);
        }
        return map;
    }

    @Test
    void bytesAreFilledWhenTheyAreDurableAndNotBefore() throws IOException {
        RescueLog log = open();
        RescueRecord old = log.ofOlder("old");
        old.data(FIRST, 1);
        old.zeros(SECOND);
        log.force();
        assertEquals(List.of(), claims());
        old.save(durable(FIRST), PASS);
        assertEquals(List.of("0 1024 old"), claims());
        assertEquals(List.of(new Extent(1024, 1024)), log.notFilled(new Extent(0, 2048)));
        old.save(durable(FIRST, SECOND), PASS);
        assertEquals(List.of("0 1024 old", "2048 1024 old"), claims());
        assertEquals(2048, log.filled());
    }

    @Test
    void theyAreNotBeforeOtherBytesAreWrittenThere() throws IOException {
        RescueLog log = open();
        RescueRecord old = log.ofOlder("old");
        old.data(FIRST, 1);
        old.save(durable(FIRST), PASS);
        log.data(new Extent(0, 512), 2);
        assertEquals(List.of("512 512 old"), claims());
        log.ofMirror("twin").zeros(new Extent(512, 256));
        assertEquals(List.of("768 256 old"), claims());
        log.ofOlder("older").data(new Extent(768, 128), 3);
        assertEquals(List.of("896 128 old"), claims());
        assertEquals(128, log.filled());
    }

    @Test
    void theNextRunKnowsWhatIsFilled() throws IOException {
        RescueLog log = open();
        RescueRecord old = log.ofOlder("old");
        old.data(FIRST, 1);
        old.save(durable(FIRST), PASS);
        log.save(new RescueMap(SIZE), PASS);
        log.close();
        RescueLog again = open();
        assertEquals(1024, again.filled());
        assertEquals(1024, again.held());
        assertEquals(1024, again.filledFrom("old").total(Status.RESCUED));
        assertEquals(0, again.filledFrom("other").total(Status.RESCUED));
        again.close();
    }
}
