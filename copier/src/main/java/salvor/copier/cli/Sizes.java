package salvor.copier.cli;

import java.util.Locale;

/** Sizes as people write and read them. */
public final class Sizes {

    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /**
     * Reads decimal or {@code 0x} hexadecimal bytes, with {@code K M G T} (1024) or {@code kB MB GB
     * TB} (1000).
     *
     * @throws Refusal when it is no size, negative, or over 2^63-1
     */
    public static long parse(String text) {
        try {
            boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
            int end = hexadecimal ? text.length() : endOfDigits(text);
            long number =
                    hexadecimal
                            ? Long.parseLong(text.substring(2), 16)
                            : Long.parseLong(text.substring(0, end));
            if (number >= 0) {
                return Math.multiplyExact(number, factor(text.substring(end)));
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below.
        }
        throw new Refusal("'" + text + "': not a size; write bytes, or a number with K, M, G or T");
    }

    private static int endOfDigits(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static long factor(String unit) {
        if (unit.isEmpty() || unit.equals("B")) {
            return 1;
        }
        int power = UNITS.indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
        if (power == 0) {
            throw new NumberFormatException(unit);
        }
        return switch (unit.substring(1)) {
            case "", "iB" -> 1L << (10 * power);
            case "B" -> thousand(power);
            default -> throw new NumberFormatException(unit);
        };
    }

    private static long thousand(int power) {
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= 1000;
        }
        return factor;
    }

    /** Bytes for a person, as {@code 931.5 GiB}. */
    public static String show(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", value, UNITS.charAt(unit));
    }
}
