package salvor.copier.cli;

import java.time.Duration;

/** Lengths of time as people write and read them. */
final class Durations {

    private Durations() {}

    /**
     * Reads {@code 90}, {@code 90s}, {@code 10min}, {@code 10m}, {@code 2h}, {@code 1d}; a space
     * before the unit is allowed.
     *
     * @throws Refusal when it is none
     */
    static Duration parse(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        try {
            long number = Long.parseLong(text.substring(0, end));
            if (number <= 1_000_000_000) {
                return switch (text.substring(end).strip()) {
                    case "", "s" -> Duration.ofSeconds(number);
                    case "m", "min" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> throw new NumberFormatException(text);
                };
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal(
                "'" + text + "': not a length of time; write a number with s, min, h or d");
    }

    /** Seconds for a person, as {@code 1 h 05 min}, {@code 3 min 20 s}, {@code 12 s}. */
    static String show(double seconds) {
        long whole = Math.round(seconds);
        if (whole >= 86_400) {
            return whole / 86_400 + " d " + whole / 3600 % 24 + " h";
        }
        if (whole >= 3600) {
            return whole / 3600 + " h " + twoDigits(whole / 60 % 60) + " min";
        }
        if (whole >= 60) {
            return whole / 60 + " min " + twoDigits(whole % 60) + " s";
        }
        return whole + " s";
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
