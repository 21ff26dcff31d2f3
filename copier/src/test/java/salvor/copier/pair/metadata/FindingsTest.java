package salvor.copier.pair.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;
import salvor.protocol.message.Extent;

class FindingsTest {

    private final byte[] disk = new byte[1 << 20];
    private final ByteBuffer little = ByteBuffer.wrap(disk).order(ByteOrder.LITTLE_ENDIAN);

    private Findings find() {
        return Findings.of(new ImageDevice("disk", disk));
    }

    private void text(int at, String text) {
        little.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void nothingIsFoundOnABlankDisk() {
        assertTrue(find().isEmpty());
    }

    @Test
    void aSuperblockBehindABadSectorIsNotFoundAndNothingFails() {
        SyntheticSuperblock.version1(disk, 2, new Random(1));
        ImageDevice device = new ImageDevice("disk", disk).fail(new Extent(4096, 512));
        assertTrue(Findings.of(device).superblock().isEmpty());
        assertTrue(find().superblock().isPresent());
    }

    @Test
    void aChangedBitMakesTheChecksumWrong() {
        int at = SyntheticSuperblock.version1(disk, 2, new Random(8));
        little.putInt(at + 216, (int) find().superblock().orElseThrow().checksum().expected());
        assertTrue(find().superblock().orElseThrow().checksum().isRight());
        disk[at + 200] ^= 1;
        assertFalse(find().superblock().orElseThrow().checksum().isRight());
    }

    @Test
    void dirtyBitsOfTheBitmapAreCountedUpToTheLastThatCounts() {
        int at = 4096;
        little.putInt(at, MdSuperblock1.MAGIC).putInt(at + 4, 1).putInt(at + 8, 1);
        little.putInt(at + 96, 8);
        text(8192, "bitm");
        little.putLong(8192 + 24, 7).putLong(8192 + 40, 1280).putInt(8192 + 52, 65536);
        disk[8192 + 256] = 0b101;
        disk[8192 + 257] = (byte) 0b1111_1110;
        MdBitmap bitmap = find().superblock().orElseThrow().bitmap().orElseThrow();
        assertEquals(10, bitmap.bits());
        assertEquals(3, bitmap.dirty());
        assertEquals(7, bitmap.events());
    }

    @Test
    void badBlocksAreReadUpToTheEndOfTheLog() {
        ByteBuffer log = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        log.putLong(100L << 10 | 8).putLong(-1).putLong(5L << 10 | 1);
        assertEquals(List.of(new Extent(51200, 4096)), BadBlockLog.parse(Area.of(log.array()), 0));
    }

    @Test
    void partitionsOfAnMbrAreFoundAndThoseOutsideTheDiskAreNot() {
        little.putShort(510, (short) 0xAA55);
        little.put(446 + 4, (byte) 0xFD).putInt(446 + 8, 63).putInt(446 + 12, 1000);
        little.put(462 + 4, (byte) 0x83).putInt(462 + 8, 2000).putInt(462 + 12, 1_000_000);
        PartitionTable table = (PartitionTable) find().all().getFirst();
        assertEquals(List.of(new Extent(63 * 512, 512_000)), table.partitions());
    }

    @Test
    void partitionsOfAGptAreFound() {
        little.putShort(510, (short) 0xAA55);
        text(512, "EFI PART");
        little.putLong(512 + 72, 2).putInt(512 + 80, 128).putInt(512 + 84, 128);
        little.putLong(1024, 1).putLong(1024 + 32, 256).putLong(1024 + 40, 511);
        PartitionTable table = (PartitionTable) find().all().getFirst();
        assertEquals("GPT", table.scheme());
        assertEquals(List.of(new Extent(131072, 131072)), table.partitions());
    }

    @Test
    void anLvmLabelNamesItsGroup() {
        text(512, "LABELONE");
        little.putInt(512 + 20, 32);
        text(512 + 24, "LVM2 001");
        text(512 + 32, "abcdefghijklmnopqrstuvwxyz012345");
        little.putLong(512 + 72, 65536);
        little.putLong(512 + 104, 4096).putLong(512 + 112, 61440);
        text(4100, " LVM2 x[5A%r0N*>");
        little.putLong(4096 + 40, 512).putLong(4096 + 48, 200);
        text(4608, "vg0 {\nid = \"01234567890123456789012345678901234567\"\nseqno = 4\n");
        LvmLabel label = (LvmLabel) find().all().getFirst();
        assertEquals("vg0", label.group().orElseThrow());
        assertEquals(4L, label.sequence().orElseThrow());
        assertEquals(65536, label.dataOffset());
    }

    @Test
    void fileSystemsAreRecognised() {
        little.putShort(1024 + 56, (short) 0xEF53).putInt(1024 + 4, 100).putInt(1024 + 32, 8192);
        assertEquals(102_400, find().fileSystems().getFirst().size());
        little.putShort(1024 + 56, (short) 0);
        text(65536 + 64, "_BHRfS_M");
        assertEquals("btrfs", find().fileSystems().getFirst().type());
        text(0, "XFSB");
        disk[6] = 16;
        assertEquals("XFS", find().fileSystems().getFirst().type());
    }

    @Test
    void firmwareRaidIsRecognised() {
        text(disk.length - 1024, "Intel Raid ISM Cfg Sig. ");
        assertEquals(new FirmwareRaid("IMSM", disk.length - 1024), find().all().getFirst());
        little.order(ByteOrder.BIG_ENDIAN).putInt(disk.length - 512, 0xDE11DE11);
        assertEquals(new FirmwareRaid("DDF", disk.length - 512), find().all().getFirst());
    }

    @Test
    void damagedMetadataNeverThrows() {
        Cases.run(
                2000,
                random -> {
                    byte[] image =
                            new byte[random.nextInt(200) == 0 ? random.nextInt(9000) : 1 << 18];
                    if (image.length > 200_000) {
                        for (int minor = 0; minor < 3; minor++) {
                            SyntheticSuperblock.version1(image, minor, random);
                        }
                        SyntheticSuperblock.version0(
                                image,
                                random.nextBoolean()
                                        ? ByteOrder.BIG_ENDIAN
                                        : ByteOrder.LITTLE_ENDIAN,
                                random);
                        if (random.nextBoolean()) {
                            hostileLabels(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
                        }
                        damage(image, random);
                    }
                    Findings findings = Findings.of(new ImageDevice("hostile", image));
                    findings.all().forEach(f -> assertNotNull(f.sentence()));
                    assertFalse(findings.origins().isEmpty());
                });
    }

    private static void hostileLabels(ByteBuffer image) {
        image.put(0, "LABELONE".getBytes(StandardCharsets.US_ASCII)).putShort(510, (short) 0xAA55);
        image.put(24, "LVM2 001".getBytes(StandardCharsets.US_ASCII)).putInt(20, 32);
        image.put(512, "EFI PART".getBytes(StandardCharsets.US_ASCII)).putInt(512 + 84, 128);
        image.putShort(1024 + 56, (short) 0xEF53);
        image.put(65536 + 64, "_BHRfS_M".getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes overwritten near where structures lie. */
    private static void damage(byte[] image, Random random) {
        int[] places = {0, 512, 1024, 4096, 8192, 65536, image.length - 8192, image.length - 65536};
        for (int i = random.nextInt(200); i > 0; i--) {
            int at = places[random.nextInt(places.length)] + random.nextInt(512);
            image[Math.min(at, image.length - 1)] =
                    (byte) (random.nextBoolean() ? -1 : random.nextInt(256));
        }
    }
}
