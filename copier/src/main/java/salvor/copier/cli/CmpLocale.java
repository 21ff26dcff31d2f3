package salvor.copier.cli;

import salvor.copier.device.Posix;

/** Which word GNU cmp uses for a byte. */
final class CmpLocale {

    private CmpLocale() {}

    /**
     * {@code char} in the POSIX locale, as POSIX wants; {@code byte} elsewhere. An environment that
     * names a locale which is not installed leaves the POSIX locale in force.
     */
    static String word() {
        if (Posix.setlocale(Posix.LC_ALL, "") == null) {
            return "char";
        }
        String messages = Posix.setlocale(Posix.LC_MESSAGES, null);
        return messages == null || messages.equals("C") || messages.equals("POSIX")
                ? "char"
                : "byte";
    }
}
