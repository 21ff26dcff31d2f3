package salvor.copier.pair.metadata;

import java.util.List;
import java.util.Optional;

/** Names of md's levels and layouts, as mdadm's {@code --layout} takes them. */
public final class MdLayout {

    private static final List<String> PARITY =
            List.of("left-asymmetric", "right-asymmetric", "left-symmetric", "right-symmetric");

    private MdLayout() {}

    /** The level's name, as {@code raid5}. */
    public static String level(int level) {
        return switch (level) {
            case -1 -> "linear";
            case -4 -> "multipath";
            case -5 -> "faulty";
            default -> "raid" + level;
        };
    }

    /** The layout's name; empty where md gives it none. */
    public static Optional<String> name(int level, int layout) {
        return switch (level) {
            case 1 -> Optional.of("raid1");
            case 5 -> layout >= 0 && layout < 4 ? Optional.of(PARITY.get(layout)) : parity(layout);
            case 6 -> layout >= 0 && layout < 4 ? Optional.of(PARITY.get(layout)) : parity(layout);
            case 10 -> raid10(layout);
            default -> Optional.empty();
        };
    }

    private static Optional<String> parity(int layout) {
        return switch (layout) {
            case 4 -> Optional.of("parity-first");
            case 5 -> Optional.of("parity-last");
            case 8 -> Optional.of("ddf-zero-restart");
            case 9 -> Optional.of("ddf-N-restart");
            case 10 -> Optional.of("ddf-N-continue");
            case 16, 17, 18, 19 -> Optional.of(PARITY.get(layout - 16) + "-6");
            case 20 -> Optional.of("parity-first-6");
            default -> Optional.empty();
        };
    }

    /**
     * RAID10: near copies | far copies &lt;&lt; 8 | the far copies lie one stripe on &lt;&lt; 16.
     */
    private static Optional<String> raid10(int layout) {
        int near = layout & 0xFF;
        int far = layout >> 8 & 0xFF;
        if (layout >> 19 != 0 || near == 0 || far == 0) {
            return Optional.empty();
        }
        if (far == 1) {
            return Optional.of("near" + near);
        }
        return near == 1
                ? Optional.of(((layout & 0x10000) == 0 ? "far" : "offset") + far)
                : Optional.empty();
    }
}
