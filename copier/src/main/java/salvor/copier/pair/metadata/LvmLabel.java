package salvor.copier.pair.metadata;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import salvor.copier.device.Device;

/**
 * LVM2's label and what its metadata text says ({@code lib/label/label.h}, {@code
 * lib/format_text/layout.h}): {@code LABELONE} at the start of one of the sectors 0 to 3, its type
 * {@code LVM2 001} at 24; at the offset named at 20 the header of the physical volume: UUID (32
 * characters), size (8 bytes), then pairs of offset and size of 8 bytes: data areas up to a pair of
 * zeros, metadata areas up to another. A metadata area has the magic {@code " LVM2 x[5A%r0N*>"} at
 * 4 and at 40 the offset and size of its text, counted from the area's start.
 *
 * @param uuid of the physical volume
 * @param group name of the volume group; empty if its text could not be read
 * @param groupUuid of the volume group
 * @param sequence counts the versions of the text
 * @param dataOffset bytes from the start of the volume to its first extent
 */
public record LvmLabel(
        String uuid,
        Optional<String> group,
        Optional<String> groupUuid,
        Optional<Long> sequence,
        long dataOffset)
        implements Finding {

    private static final int SECTOR = 512;

    /** More of the text is not read; names and numbers stand at its start. */
    private static final int TEXT_MAX = 4096;

    private static final String AREA_MAGIC = " LVM2 x[5A%r0N*>";
    private static final Pattern GROUP = Pattern.compile("^\\s*([A-Za-z0-9+_.-]{1,128}) \\{");
    private static final Pattern ID = Pattern.compile("id = \"([A-Za-z0-9-]{38})\"");
    private static final Pattern SEQNO = Pattern.compile("seqno = (\\d{1,18})");

    static Optional<LvmLabel> find(Device device) {
        for (int sector = 0; sector < 4; sector++) {
            Optional<LvmLabel> label =
                    Area.read(device, (long) sector * SECTOR, SECTOR)
                            .filter(a -> a.matches(0, "LABELONE") && a.matches(24, "LVM2 001"))
                            .map(a -> parse(device, a));
            if (label.isPresent()) {
                return label;
            }
        }
        return Optional.empty();
    }

    private static LvmLabel parse(Device device, Area label) {
        int header = (int) Math.clamp(label.u32(20), 32L, SECTOR - 40L);
        int at = header + 40;
        long data = pairAt(label, at) ? label.i64(at) : 0;
        while (pairAt(label, at)) {
            at += 16;
        }
        at += 16;
        Optional<String> text = pairAt(label, at) ? text(device, label.i64(at)) : Optional.empty();
        return new LvmLabel(
                label.text(header, 32),
                text.flatMap(t -> first(GROUP, t)),
                text.flatMap(t -> first(ID, t)),
                text.flatMap(t -> first(SEQNO, t)).map(Long::valueOf),
                Math.max(0, data));
    }

    private static boolean pairAt(Area label, int at) {
        return at + 16 <= label.length() && label.i64(at) != 0;
    }

    private static Optional<String> text(Device device, long area) {
        return Area.read(device, area, SECTOR)
                .filter(header -> header.matches(4, AREA_MAGIC))
                .filter(header -> header.i64(40) >= SECTOR && header.i64(40) < 1L << 32)
                .flatMap(
                        header ->
                                Area.read(
                                        device,
                                        area + header.i64(40),
                                        (int) Math.clamp(header.i64(48), 0L, TEXT_MAX)))
                .map(body -> body.text(0, body.length()));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public String sentence() {
        return "LVM2 physical volume %s%s%s"
                .formatted(
                        uuid,
                        group.map(g -> " of group " + g).orElse(""),
                        sequence.map(s -> ", metadata version " + s).orElse(""));
    }
}
