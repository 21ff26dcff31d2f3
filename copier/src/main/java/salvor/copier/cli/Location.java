package salvor.copier.cli;

/** Where a copy of a device is. */
public sealed interface Location {

    /** A file or a block device of this machine. */
    record Local(String path) implements Location {}

    /**
     * What a server calls {@code name}.
     *
     * @param port 1 to 65535
     */
    record Remote(String host, int port, String name) implements Location {}

    /** A simulated failing drive; {@code specification} is what follows {@code sim:}. */
    record Simulated(String specification) implements Location {}

    /**
     * What a person wrote: {@code salvor://HOST:PORT/NAME}, {@code sim:…}, or a path.
     *
     * @throws Refusal when it begins like a server's name but is none
     */
    static Location parse(String text) {
        if (text.startsWith("sim:")) {
            return new Simulated(text.substring("sim:".length()));
        }
        if (text.startsWith("salvor://")) {
            return remote(text);
        }
        return new Local(text);
    }

    private static Location remote(String text) {
        String rest = text.substring("salvor://".length());
        int slash = rest.indexOf('/');
        int colon = slash < 0 ? -1 : rest.lastIndexOf(':', slash);
        if (colon <= 0 || slash == rest.length() - 1) {
            throw new Refusal(text + ": not a location; write salvor://HOST:PORT/NAME");
        }
        String host = rest.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Remote(
                host, port(text, rest.substring(colon + 1, slash)), rest.substring(slash + 1));
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new Refusal(
                text + ": '" + digits + "' is not a port; write a number from 1 to 65535");
    }
}
