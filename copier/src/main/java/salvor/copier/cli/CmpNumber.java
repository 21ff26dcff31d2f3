package salvor.copier.cli;

/**
 * A number as GNU cmp reads it: C's base 0 ({@code 010} is eight, {@code 0x10} sixteen), then a
 * suffix: {@code kKMGTPEZY} for powers of 1024, with {@code iB} too, with {@code B} or {@code D}
 * powers of 1000. A suffix alone means one of it.
 *
 * @param value meaningless unless {@code valid}
 * @param end index of the first character that belongs to neither number nor suffix
 * @param valid whether there is a number from 0 to 2^63-1
 */
record CmpNumber(long value, int end, boolean valid) {

    private static final String SUFFIXES = "kMGTPEZY";

    static CmpNumber parse(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || (at < text.length() && text.charAt(at) == '+')) {
            at++;
        }
        int base = base(text, at);
        int digits = base == 16 ? at + 2 : at;
        int end = digits;
        long value = 0;
        boolean overflow = false;
        for (; digit(text, end, base) >= 0; end++) {
            int digit = digit(text, end, base);
            overflow |= value > (Long.MAX_VALUE - digit) / base;
            value = overflow ? 0 : value * base + digit;
        }
        if (end == digits) {
            if (power(text, from) == 0) {
                return new CmpNumber(0, from, false);
            }
            return scaled(text, from, 1, true);
        }
        return scaled(text, end, value, !overflow && !(negative && value != 0));
    }

    /** Applies the suffix at {@code at}, if there is one. */
    private static CmpNumber scaled(String text, int at, long number, boolean valid) {
        int power = power(text, at);
        if (power == 0) {
            return new CmpNumber(number, at, valid);
        }
        int end = at + 1;
        int unit = 1024;
        if (text.startsWith("iB", end)) {
            end += 2;
        } else if (text.startsWith("B", end) || text.startsWith("D", end)) {
            unit = 1000;
            end++;
        }
        long value = number;
        for (int i = 0; i < power; i++) {
            valid &= value <= Long.MAX_VALUE / unit;
            value *= unit;
        }
        return new CmpNumber(value, end, valid);
    }

    private static int power(String text, int at) {
        if (at >= text.length()) {
            return 0;
        }
        char suffix = text.charAt(at) == 'K' ? 'k' : text.charAt(at);
        return SUFFIXES.indexOf(suffix) + 1;
    }

    /** 16 only where a digit follows: {@code 0x} alone is a zero and a letter. */
    private static int base(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '0') {
            return 10;
        }
        boolean x = at + 1 < text.length() && (text.charAt(at + 1) | 0x20) == 'x';
        return x && digit(text, at + 2, 16) >= 0 ? 16 : 8;
    }

    private static int digit(String text, int at, int base) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        return c < 128 ? Character.digit(c, base) : -1;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
