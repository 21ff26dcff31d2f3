package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Device;
import salvor.copier.device.Identity;
import salvor.copier.map.Companion;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.Extent;

class ResumeCheckTest {

    private static final int CHUNK = 1 << 16;
    private static final int SIZE = 20 * CHUNK + 700;
    private static final Identity DRIVE = new Identity(SIZE, "WDC WD10", "WX1", "naa.5", 4096);

    @TempDir Path folder;
    private Path image;
    private String mapPath;
    private ResumeCheck check;
    private final byte[] bytes = new byte[SIZE];

    /** Chunks 0 to 9 are rescued, 10 is bad, 11 is zero, the rest was rescued up to the end. */
    @BeforeEach
    void begin() throws IOException {
        new Random(1).nextBytes(bytes);
        for (int chunk : new int[] {10, 11}) {
            Arrays.fill(bytes, chunk * CHUNK, (chunk + 1) * CHUNK, (byte) 0);
        }
        image = folder.resolve("image");
        mapPath = folder.resolve("image.map").toString();
        check = new ResumeCheck(mapPath);
        Files.write(image, bytes);
        try (Companion companion = Companion.create(RescueLog.companionPath(mapPath), DRIVE)) {
            for (int at = 0; at < SIZE; at += CHUNK) {
                Extent extent = Extent.between(at, Math.min(SIZE, at + CHUNK));
                if (at == 11 * CHUNK) {
                    companion.appendZeros(extent, 0);
                } else if (at != 10 * CHUNK) {
                    companion.append(extent, checksum(extent));
                }
            }
        }
        RescueMap map = new RescueMap(SIZE);
        map.set(new Extent(0, SIZE), Status.RESCUED);
        map.set(new Extent(10 * CHUNK, CHUNK), Status.BAD);
        save(map);
    }

    private int checksum(Extent extent) {
        return Blocks.checksum(
                MemorySegment.ofArray(bytes).asSlice(extent.start(), extent.length()));
    }

    private void save(RescueMap map) throws IOException {
        new MapFile(map, new StatusLine(0, '?', 1)).save(mapPath, List.of());
    }

    private void refused(String why) {
        ResumeException e =
                assertThrows(ResumeException.class, () -> check.checkImage(image.toString(), SIZE));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    }

    private void allowed() {
        assertDoesNotThrow(() -> check.checkImage(image.toString(), SIZE));
    }

    /** The drive, as the system knows it. */
    private Device source(Identity identity) {
        return new ImageDevice("drive", bytes, identity);
    }

    @Test
    void aSourceWithoutNumbersIsKnownByItsBytes() {
        Identity nameless = new Identity(SIZE, "", "", "", 4096);
        byte[] other = new byte[SIZE];
        new Random(9).nextBytes(other);
        ResumeException e =
                assertThrows(
                        ResumeException.class,
                        () -> check.checkSource(new ImageDevice("drive", other, nameless)));
        assertTrue(String.valueOf(e.getMessage()).contains("map of another source"));
        assertDoesNotThrow(() -> check.checkSource(new ImageDevice("drive", other, DRIVE)));
    }

    @Test
    void anImageAsItWasLeftGoesOn() {
        allowed();
        assertDoesNotThrow(() -> check.checkSource(source(DRIVE)));
    }

    @Test
    void whatTheSystemDoesNotKnowOfADriveIsNoContradiction() {
        assertDoesNotThrow(() -> check.checkSource(source(new Identity(SIZE, "", "", "", 4096))));
    }

    @Test
    void anotherDriveOfTheSameSizeIsRefused() {
        for (Identity other :
                new Identity[] {
                    new Identity(SIZE, "WDC WD10", "WX2", "naa.5", 4096),
                    new Identity(SIZE, "WDC WD20", "WX1", "naa.5", 4096),
                    new Identity(SIZE, "WDC WD10", "WX1", "naa.6", 4096),
                    new Identity(SIZE, "WDC WD10", "WX1", "naa.5", 8192),
                    new Identity(SIZE - 1, "WDC WD10", "WX1", "naa.5", 4096)
                }) {
            ResumeException e =
                    assertThrows(ResumeException.class, () -> check.checkSource(source(other)));
            assertTrue(String.valueOf(e.getMessage()).contains("WX1"), e.getMessage());
        }
    }

    @Test
    void aMissingImageIsRefusedIfTheMapClaimsAnything() throws IOException {
        Files.delete(image);
        refused("is missing, but");
        save(new RescueMap(SIZE));
        allowed();
    }

    @Test
    void anImageCutBeforeTheLastRescuedByteIsRefused() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE - 1);
        }
        refused("has only " + (SIZE - 1) + " bytes");
    }

    @Test
    void anyRescuedByteThatChangedIsNoticedAndNoOther() {
        Cases.run(
                200,
                random -> {
                    int at = random.nextInt(SIZE);
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) (1 + random.nextInt(255));
                    Files.write(image, changed);
                    if (at / CHUNK == 10) {
                        allowed();
                    } else {
                        refused("are not what was rescued");
                    }
                });
    }

    @Test
    void aHoleWhereDataWasIsNoticed() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(0);
            file.setLength(SIZE);
        }
        refused("are not what was rescued");
    }

    @Test
    void bytesThatTheMapDoesNotClaimMayDiffer() throws IOException {
        RescueMap map = new RescueMap(SIZE);
        map.set(new Extent(0, 3 * CHUNK), Status.RESCUED);
        save(map);
        byte[] changed = bytes.clone();
        changed[3 * CHUNK] ^= 1;
        Files.write(image, changed);
        allowed();
    }

    @Test
    void whatAMirrorGaveIsCheckedInTheImageAndIsNoBytesOfTheSource() throws IOException {
        try (Companion companion = Companion.open(RescueLog.companionPath(mapPath))) {
            companion.append(new Extent(0, CHUNK), 12345, companion.origin("twin"));
        }
        refused("bytes 0 to " + CHUNK + " are not what was rescued");
        assertTrue(check.known(SIZE, 1000).stream().noneMatch(proof -> proof.origin() != 0));
    }

    @Test
    void whatIsFilledHasNoProofButMustBeThere() throws IOException {
        Extent bad = new Extent(10 * CHUNK, CHUNK);
        try (Companion companion = Companion.open(RescueLog.companionPath(mapPath))) {
            companion.appendFilled(bad, companion.origin("old.img"));
        }
        byte[] filled = bytes.clone();
        Arrays.fill(filled, (int) bad.start(), (int) bad.end(), (byte) 7);
        Files.write(image, filled);
        allowed();

        RescueMap nothing = new RescueMap(SIZE);
        nothing.set(bad, Status.BAD);
        save(nothing);
        Files.write(image, new byte[(int) bad.start()]);
        refused("has only " + bad.start() + " bytes");
        Files.delete(image);
        refused("is missing, but");
    }

    @Test
    void aCompanionThatIsNoneIsNotBelieved() throws IOException {
        Files.writeString(Path.of(RescueLog.companionPath(mapPath)), "nonsense");
        Files.write(image, new byte[SIZE]);
        allowed();
        assertDoesNotThrow(() -> check.checkSource(source(Identity.ofSize(SIZE))));
    }

    @Test
    void aCompanionWithoutItsMapIsNotBelieved() throws IOException {
        Files.delete(Path.of(mapPath));
        Files.write(image, new byte[SIZE]);
        allowed();
        assertDoesNotThrow(() -> check.checkSource(source(Identity.ofSize(SIZE))));
    }

    @Test
    void ofALargeImageTheNewestBytesAndAnEvenSampleAreRead() throws IOException {
        long size = 6L << 30;
        int chunk = 1 << 20;
        RescueMap map = new RescueMap(size);
        map.set(new Extent(0, size), Status.RESCUED);
        save(map);
        // Random bytes at the front, at a middle place that came last, and zeros everywhere else.
        long newest = 3_333_333_333L / chunk * chunk;
        byte[] data = new byte[chunk];
        new Random(2).nextBytes(data);
        int crc = Blocks.checksum(MemorySegment.ofArray(data));
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw");
                Companion companion =
                        Companion.create(RescueLog.companionPath(mapPath), Identity.ofSize(size))) {
            file.setLength(0);
            file.setLength(size);
            companion.appendZeros(new Extent(0, size), 0);
            for (long at : new long[] {0, newest}) {
                file.seek(at);
                file.write(data);
                companion.append(new Extent(at, chunk), crc);
            }
            companion.force();
            assertDoesNotThrow(() -> check.checkImage(image.toString(), size));
            for (long at : new long[] {0, newest}) {
                file.seek(at + 5000);
                file.write(~data[5000]);
                assertThrows(ResumeException.class, () -> check.checkImage(image.toString(), size));
                file.seek(at + 5000);
                file.write(data[5000]);
            }
            assertDoesNotThrow(() -> check.checkImage(image.toString(), size));
        }
    }
}
