package salvor.copier.map;

/**
 * Takes a line apart as C's {@code scanf("%lli %c %d")} does, from left to right. What it gives for
 * an absent field is never a valid value of it.
 */
final class LineFields {

    private final String line;
    private int at;

    LineFields(String line) {
        this.line = line;
    }

    /**
     * A number: decimal, hexadecimal after {@code 0x}, or octal after {@code 0}; -1 where there is
     * none, it is negative, or does not fit 63 bits.
     */
    long number() {
        skipSpaces();
        if (peek() == '+') {
            at++;
        }
        if (digit(10) < 0) {
            return -1;
        }
        if (peek() != '0') {
            return digits(10);
        }
        at++;
        if (peek() == 'x' || peek() == 'X') {
            at++;
            return digit(16) < 0 ? -1 : digits(16);
        }
        return digits(8);
    }

    /** The next character that is not white space; 0 at the end. */
    char symbol() {
        skipSpaces();
        char c = peek();
        at = Math.min(at + 1, line.length());
        return c;
    }

    /**
     * The pass, which is 1 where there is no number, and 0 where there is a wrong one. A pass
     * beyond 31 bits is the largest.
     */
    int pass() {
        skipSpaces();
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        if (digit(10) < 0) {
            return 1;
        }
        long pass = digits(10);
        return negative
                ? 0
                : pass < 0 ? Integer.MAX_VALUE : (int) Math.min(pass, Integer.MAX_VALUE);
    }

    private long digits(int radix) {
        long value = 0;
        for (; digit(radix) >= 0; at++) {
            int digit = digit(radix);
            boolean fits = value >= 0 && value <= (Long.MAX_VALUE - digit) / radix;
            value = fits ? value * radix + digit : -1;
        }
        return value;
    }

    private int digit(int radix) {
        // Only ASCII: Character.digit knows the digits of other scripts too.
        return peek() < 0x80 ? Character.digit(peek(), radix) : -1;
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : 0;
    }

    private void skipSpaces() {
        while (LineReader.isSpace(peek())) {
            at++;
        }
    }
}
