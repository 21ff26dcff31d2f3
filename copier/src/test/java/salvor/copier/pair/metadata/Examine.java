package salvor.copier.pair.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code mdadm --examine} prints of a member, and the same lines made of our superblock. */
final class Examine {

    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Examine() {}

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("mdadm", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** mdadm's lines by their key. */
    static Map<String, String> mdadm(Path image, String... options) {
        List<String> command = new ArrayList<>(List.of("mdadm", "--examine"));
        command.addAll(List.of(options));
        command.add(image.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TZ", "UTC");
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            byte[] output = builder.start().getInputStream().readAllBytes();
            for (String line : new String(output, StandardCharsets.UTF_8).lines().toList()) {
                int colon = line.indexOf(" : ");
                if (colon > 0) {
                    lines.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 3));
                } else if (line.startsWith("this")) {
                    lines.put("this", line.strip().replaceAll(" +", " "));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** The lines mdadm would print, as far as they are fields of the superblock. */
    static Map<String, String> ours(MdSuperblock md) {
        MdSuperblock.Array array = md.array();
        Map<String, String> lines = new LinkedHashMap<>();
        boolean old = md.version().equals("0.90");
        lines.put("Version", old ? "0.90.00" : md.version());
        lines.put(old ? "UUID" : "Array UUID", array.uuid());
        lines.put("Creation Time", CTIME.format(Instant.ofEpochSecond(array.created())));
        lines.put("Raid Level", md.levelName());
        lines.put("Raid Devices", "" + array.disks());
        lines.put("Update Time", CTIME.format(Instant.ofEpochSecond(md.state().updated())));
        lines.put("State", md.state().clean() ? "clean" : "active");
        lines.put("Events", "" + md.state().events());
        MdSuperblock.Checksum sum = md.checksum();
        String correct = sum.isRight() ? "correct" : "expected %x".formatted(sum.expected());
        lines.put("Checksum", "%x - %s".formatted(sum.found(), correct));
        if (array.level() != 1) {
            lines.put("Chunk Size", size(array.chunk()));
            lines.put("Layout", md.layoutName().orElseThrow().replaceAll("(\\d)$", "=$1"));
        }
        if (!old) {
            version1(md, lines);
        }
        return lines;
    }

    private static void version1(MdSuperblock md, Map<String, String> lines) {
        lines.put("Feature Map", "0x%x".formatted(md.featureMap()));
        lines.put("Name", md.array().name());
        lines.put("Device UUID", md.member().uuid().orElseThrow());
        lines.put("Avail Dev Size", "" + md.member().dataSize() / 512);
        lines.put("Super Offset", "" + md.position() / 512);
        if (md.member().dataOffset() > 0) {
            lines.put("Data Offset", "" + md.member().dataOffset() / 512);
        }
        if (md.array().componentSize() != md.member().dataSize()) {
            lines.put("Used Dev Size", "" + md.array().componentSize() / 512);
        }
        md.badBlocks()
                .ifPresent(l -> lines.put("Bad Block Log", "" + relative(md, l.area().start())));
        md.bitmap().ifPresent(b -> lines.put("Internal Bitmap", "" + relative(md, b.position())));
        int role = md.member().role();
        lines.put(
                "Device Role",
                role >= 0
                        ? "Active device " + role
                        : role == MdSuperblock.JOURNAL ? "Journal" : "spare");
        StringBuilder state = new StringBuilder();
        md.state().working().forEach(w -> state.append(w ? 'A' : '.'));
        lines.put("Array State", state.toString());
    }

    private static long relative(MdSuperblock md, long position) {
        return (position - md.position()) / 512;
    }

    private static String size(long chunk) {
        return chunk % (1 << 20) == 0 ? (chunk >> 20) + "M" : (chunk >> 10) + "K";
    }
}
