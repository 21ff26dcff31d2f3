package salvor.copier.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.device.Identity;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class CompanionTest {

    private static final Identity DISK =
            new Identity(1 << 20, "Salvor Disk", "S/N 1", "wwn-0x5000", 32256);

    @TempDir Path folder;

    private String path() {
        return folder.resolve("m.salvor").toString();
    }

    private static List<Proof> proofs(CompanionReader reader) throws IOException {
        List<Proof> found = new ArrayList<>();
        reader.forEach(found::add);
        return found;
    }

    private static List<Proof> proofs(String path) throws IOException {
        try (CompanionReader reader = CompanionReader.open(path)) {
            return proofs(reader);
        }
    }

    private static Proof checksum(long start, long length, int crc) {
        return new Proof.Checksum(new Extent(start, length), crc, 0);
    }

    private static Proof zeros(long start, long length, int origin) {
        return new Proof.Zeros(new Extent(start, length), origin);
    }

    @Test
    void everyByteOfTheFileIsAsDocumented() throws IOException {
        try (Companion companion =
                Companion.create(path(), new Identity(4096, "M", "", "é", 512))) {
            companion.append(new Extent(512, 1024), 0xCAFEBABE);
            companion.appendZeros(new Extent(2048, 512), companion.origin("old.img/2"));
            companion.appendFilled(new Extent(2560, 512), 1);
        }
        byte[] file = Files.readAllBytes(Path.of(path()));
        assertEquals(
                "8953414c564f520a 00000001 0000002d 0000000000001000 0000000000000200"
                        + " 00014d 0000 0002c3a9",
                words(file, "8 4 4 8 8 3 2 4"));
        CRC32C crc = new CRC32C();
        crc.update(file, 0, 0x2d - 4);
        assertEquals(
                HexFormat.of().toHexDigits((int) crc.getValue()),
                words(Arrays.copyOfRange(file, 0x2d - 4, 0x2d), "4"));
        crc.reset();
        crc.update(file, 0x2d - 4, 4 + 20);
        assertEquals(
                HexFormat.of().toHexDigits((int) crc.getValue()),
                words(Arrays.copyOfRange(file, 0x2d + 20, 0x2d + 24), "4"));
        byte[] slots = Arrays.copyOfRange(file, 0x2d, file.length);
        assertEquals(5 * 24, slots.length);
        assertEquals("0100 0000 00000400 0000000000000200 cafebabe", words(slots, "2 2 4 8 4"));
        assertEquals(
                "0300 0001 00000000 6f6c642e696d672f 00000009",
                words(Arrays.copyOfRange(slots, 24, 48), "2 2 4 8 4"));
        assertEquals(
                "0300 0001 00000008 3200000000000000 00000009",
                words(Arrays.copyOfRange(slots, 48, 72), "2 2 4 8 4"));
        assertEquals(
                "0200 0001 00000200 0000000000000800 00000000",
                words(Arrays.copyOfRange(slots, 72, 96), "2 2 4 8 4"));
        assertEquals(
                "0400 0001 00000200 0000000000000a00 00000000",
                words(Arrays.copyOfRange(slots, 96, 120), "2 2 4 8 4"));
    }

    private static String words(byte[] bytes, String lengths) {
        List<String> words = new ArrayList<>();
        int at = 0;
        for (String length : lengths.split(" ", -1)) {
            int end = at + Integer.parseInt(length);
            words.add(HexFormat.of().formatHex(bytes, at, end));
            at = end;
        }
        return String.join(" ", words);
    }

    @Test
    void remembersTheSourceTheOriginsAndTheProofs() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            companion.append(new Extent(0, 4096), 1);
            assertEquals(1, companion.origin("old copy.img"));
            companion.append(new Extent(8192, 512), 2, 1);
            companion.force();
        }
        try (Companion companion = Companion.open(path())) {
            assertEquals(DISK, companion.identity());
            assertEquals(1, companion.origin("old copy.img"));
            assertEquals(2, companion.origin("twin"));
            companion.appendZeros(new Extent(4096, 4096), 2);
        }
        try (CompanionReader reader = CompanionReader.open(path())) {
            assertEquals(DISK, reader.identity());
            assertEquals(Map.of(1, "old copy.img", 2, "twin"), reader.origins());
            assertEquals(
                    List.of(
                            checksum(0, 4096, 1),
                            zeros(4096, 4096, 2),
                            new Proof.Checksum(new Extent(8192, 512), 2, 1)),
                    proofs(reader));
        }
    }

    @Test
    void theLatestProofHolds() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            companion.append(new Extent(0, 1000), 1);
            companion.appendZeros(new Extent(2000, 1000), 0);
            companion.append(new Extent(500, 100), 2);
            companion.append(new Extent(2400, 100), 3);
        }
        assertEquals(
                List.of(
                        checksum(500, 100, 2),
                        zeros(2000, 400, 0),
                        checksum(2400, 100, 3),
                        zeros(2500, 500, 0)),
                proofs(path()));
    }

    /**
     * For each byte, the last proof that covers it; a checksum counts only where all of it does.
     */
    private static List<Proof> model(int size, List<Proof> appended) {
        int[] last = new int[size];
        Arrays.fill(last, -1);
        for (int i = 0; i < appended.size(); i++) {
            Extent extent = appended.get(i).extent();
            Arrays.fill(last, (int) extent.start(), (int) extent.end(), i);
        }
        List<Proof> found = new ArrayList<>();
        for (int at = 0; at < size; ) {
            int index = last[at];
            Proof proof = index < 0 ? null : appended.get(index);
            int end = at;
            while (end < size && last[end] == index) {
                end++;
            }
            Proof part = proof == null ? null : proof.of(Extent.between(at, end));
            if (part != null) {
                found.add(part);
            }
            at = end;
        }
        return found;
    }

    private static List<Proof> random(Random random, int size) {
        List<Proof> proofs = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            int start = random.nextInt(size);
            int length = 1 + random.nextInt(Math.min(size - start, 1 + random.nextInt(size)));
            Extent extent = new Extent(start, length);
            proofs.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Proof.Zeros(extent, i);
                        case 1 -> new Proof.Filled(extent, i);
                        default -> new Proof.Checksum(extent, random.nextInt(), i);
                    });
        }
        return proofs;
    }

    private static void append(Companion companion, List<Proof> proofs) throws IOException {
        for (Proof proof : proofs) {
            switch (proof) {
                case Proof.Checksum(Extent extent, int crc, int origin) ->
                        companion.append(extent, crc, origin);
                case Proof.Zeros(Extent extent, int origin) ->
                        companion.appendZeros(extent, origin);
                case Proof.Filled(Extent extent, int origin) ->
                        companion.appendFilled(extent, origin);
            }
        }
    }

    /** Zeros and filled bytes may come in several pieces: joined, they are the model's. */
    private static List<Proof> joined(List<Proof> proofs) {
        List<Proof> joined = new ArrayList<>();
        for (Proof proof : proofs) {
            Proof before = joined.isEmpty() ? null : joined.getLast();
            Proof both =
                    before == null
                                    || before.getClass() != proof.getClass()
                                    || before.origin() != proof.origin()
                                    || before.extent().end() != proof.extent().start()
                            ? null
                            : before.of(
                                    Extent.between(before.extent().start(), proof.extent().end()));
            if (both != null) {
                joined.removeLast();
            }
            joined.add(both == null ? proof : both);
        }
        return joined;
    }

    @Test
    void windowsOfAnySizeGiveWhatHoldsForEachByte() {
        Cases.run(
                2000,
                random -> {
                    int size = 1 + random.nextInt(60);
                    List<Proof> appended = random(random, size);
                    CrashingFiles files = new CrashingFiles(random);
                    try (Companion companion =
                            Companion.create(files, "c", Identity.ofSize(size))) {
                        append(companion, appended);
                    }
                    int windowMax = 1 + random.nextInt(6);
                    try (CompanionReader reader = new CompanionReader(files, "c", windowMax)) {
                        assertEquals(
                                joined(model(size, appended)),
                                joined(proofs(reader)),
                                () -> appended.toString());
                    }
                });
    }

    @Test
    void compactingKeepsWhatHoldsAndNothingElse() {
        Cases.run(
                50,
                random -> {
                    List<Proof> appended = random(random, 60);
                    try (Companion companion = Companion.create(path(), Identity.ofSize(60))) {
                        append(companion, appended);
                        companion.origin("twin");
                    }
                    Companion.compact(path());
                    assertEquals(joined(model(60, appended)), proofs(path()));
                    try (Companion companion = Companion.open(path())) {
                        assertEquals(1, companion.origin("twin"));
                    }
                });
    }

    @Test
    void aTailTornAtAnyByteIsCutAndAppendingGoesOn() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            companion.origin("a name of three slots");
            for (int i = 0; i < 4; i++) {
                companion.append(new Extent(i * 4096L, 4096), i);
            }
        }
        byte[] whole = Files.readAllBytes(Path.of(path()));
        List<Proof> all = proofs(path());
        int head = whole.length - 7 * 24;
        for (int length = head; length <= whole.length; length++) {
            for (byte[] torn :
                    List.of(
                            Arrays.copyOf(whole, length),
                            // The file grew, but its last blocks never came.
                            Arrays.copyOf(Arrays.copyOf(whole, length), length + 100))) {
                Files.write(Path.of(path()), torn);
                int good = (length - head) / 24;
                List<Proof> expected = new ArrayList<>(all.subList(0, Math.max(0, good - 3)));
                assertEquals(expected, proofs(path()));
                try (Companion companion = Companion.open(path())) {
                    assertEquals(head + good * 24L, Files.size(Path.of(path())));
                    companion.append(new Extent(1 << 19, 1), 7);
                }
                expected.add(checksum(1 << 19, 1, 7));
                assertEquals(expected, proofs(path()));
            }
        }
    }

    @Test
    void whatWasForcedIsThereAfterAPowerCut() {
        Cases.run(
                1000,
                random -> {
                    CrashingFiles files = new CrashingFiles(random);
                    List<Proof> forced = new ArrayList<>();
                    List<Proof> appended = new ArrayList<>();
                    Companion.create(files, "c", DISK).close();
                    files.cutPowerAfter(random.nextInt(30));
                    try (Companion companion = Companion.open(files, "c")) {
                        for (int i = 0; i < 200; i++) {
                            Proof proof = checksum(i * 10L, 10, i);
                            append(companion, List.of(proof));
                            appended.add(proof);
                            if (random.nextInt(20) == 0) {
                                companion.force();
                                forced = new ArrayList<>(appended);
                            }
                        }
                    } catch (CrashingFiles.PowerCut e) {
                        // As asked.
                    }
                    files.powerOn();
                    Companion.open(files, "c").close();
                    try (CompanionReader reader = new CompanionReader(files, "c", 1000)) {
                        List<Proof> found = proofs(reader);
                        assertTrue(found.containsAll(forced), "all that was forced");
                        assertTrue(appended.containsAll(found), "nothing that was not appended");
                    }
                });
    }

    @Test
    void aDamagedSlotIsPassedOverAndCounted() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            for (int i = 0; i < 3; i++) {
                companion.append(new Extent(i * 4096L, 4096), i);
            }
        }
        byte[] whole = Files.readAllBytes(Path.of(path()));
        whole[whole.length - 30] ^= 4;
        Files.write(Path.of(path()), whole);
        try (CompanionReader reader = CompanionReader.open(path())) {
            assertEquals(1, reader.damaged());
            assertEquals(List.of(checksum(0, 4096, 0), checksum(8192, 4096, 2)), proofs(reader));
        }
    }

    @Test
    void slotsOfAnotherCompanionAreDamaged() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            companion.append(new Extent(0, 4096), 1);
        }
        byte[] first = Files.readAllBytes(Path.of(path()));
        Identity other = new Identity(1 << 20, "Salvor Disk", "S/N 2", "wwn-0x5000", 32256);
        Companion.create(path(), other).close();
        byte[] second = Files.readAllBytes(Path.of(path()));
        byte[] mixed = Arrays.copyOf(second, first.length);
        System.arraycopy(first, second.length, mixed, second.length, 24);
        Files.write(Path.of(path()), mixed);
        assertEquals(List.of(), proofs(path()));
    }

    @Test
    void refusesWhatTheFormatCannotHold() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> companion.append(new Extent(1 << 20, 1), 0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> companion.append(new Extent(0, (1 << 26) + 1L), 0));
            assertThrows(
                    IllegalArgumentException.class, () -> companion.append(new Extent(0, 0), 0));
        }
        assertEquals(List.of(), proofs(path()));
    }

    @Test
    void largeZerosTakeFewSlots() throws IOException {
        long size = 20_000_000_000_000L;
        try (Companion companion = Companion.create(path(), Identity.ofSize(size))) {
            companion.appendZeros(new Extent(0, size), 0);
        }
        assertTrue(Files.size(Path.of(path())) < 500_000);
        assertEquals(List.of(zeros(0, size, 0)), joined(proofs(path())));
    }

    @Test
    void aMutatedCompanionIsReadOrRefusedWithOneLine() throws IOException {
        try (Companion companion = Companion.create(path(), DISK)) {
            companion.origin("old");
            append(companion, random(new Random(1), 1 << 20));
        }
        byte[] whole = Files.readAllBytes(Path.of(path()));
        Cases.run(
                500,
                random -> {
                    Files.write(Path.of(path()), Mutations.of(whole, random));
                    try (CompanionReader reader = CompanionReader.open(path())) {
                        for (Proof proof : proofs(reader)) {
                            assertTrue(proof.extent().end() <= reader.identity().size());
                        }
                    } catch (MalformedMapException e) {
                        assertTrue(String.valueOf(e.getMessage()).startsWith(path() + ": "));
                    }
                });
    }
}
