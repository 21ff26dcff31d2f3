package salvor.copier.pair.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;
import salvor.copier.testing.ImageDevice;

/** mdadm is the oracle: what it prints of a member is what we read there. */
@Tag("system")
class MdadmExamineTest {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    @TempDir Path folder;

    @BeforeAll
    static void mdadmIsInstalled() {
        assumeTrue(Examine.isInstalled(), "mdadm is not installed");
    }

    @Test
    void everyFieldOfVersion1EqualsMdadm() {
        Cases.run(
                50,
                random -> {
                    byte[] disk = new byte[1 << 20];
                    int minor = random.nextInt(3);
                    SyntheticSuperblock.version1(disk, minor, random);
                    assertSame(disk, Examine.mdadm(write(disk)));
                });
    }

    @Test
    void everyFieldOfVersion0EqualsMdadmInBothByteOrders() {
        Cases.run(
                50,
                random -> {
                    byte[] disk = new byte[1 << 20];
                    boolean big = random.nextBoolean();
                    SyntheticSuperblock.version0(
                            disk, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, random);
                    Path image = write(disk);
                    assertSame(
                            disk,
                            big ? Examine.mdadm(image, "--metadata=0.swap") : Examine.mdadm(image));
                });
    }

    private Path write(byte[] disk) throws IOException {
        return Files.write(folder.resolve("disk.img"), disk);
    }

    private static void assertSame(byte[] disk, Map<String, String> mdadm) {
        Findings findings = Findings.of(new ImageDevice("disk", disk));
        Map<String, String> ours = Examine.ours(findings.superblock().orElseThrow());
        assertTrue(mdadm.size() > 10, "mdadm printed " + mdadm);
        ours.forEach((key, value) -> assertEquals(value, theirs(key, mdadm), key + " in " + mdadm));
        if (mdadm.containsKey("this")) {
            int role = findings.superblock().orElseThrow().member().role();
            assertEquals("" + role, mdadm.get("this").split(" ", -1)[4]);
        }
    }

    /** mdadm's value without the words around a number. */
    private static String theirs(String key, Map<String, String> mdadm) {
        String value = mdadm.getOrDefault(key, "missing").strip();
        return switch (key) {
            case "Avail Dev Size",
                    "Used Dev Size",
                    "Data Offset",
                    "Super Offset",
                    "Internal Bitmap" ->
                    first(value);
            case "Bad Block Log" -> first(value.substring(value.indexOf("offset")));
            case "Array State", "Name" -> value.split(" ", -1)[0];
            default -> value;
        };
    }

    private static String first(String value) {
        Matcher matcher = NUMBER.matcher(value);
        return matcher.find() ? matcher.group() : value;
    }
}
