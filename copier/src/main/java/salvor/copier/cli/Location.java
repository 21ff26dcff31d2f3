package salvor.copier.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import salvor.copier.device.FileNames;
import salvor.protocol.codec.Wire;

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

    /**
     * Whether both name the same place, as far as names tell: a server may be called by more than
     * one.
     */
    default boolean isSame(Location other) {
        return equals(other)
                || (this instanceof Remote(String host, int port, String name)
                        && other instanceof Remote(var otherHost, var otherPort, var otherName)
                        && port == otherPort
                        && name.equals(otherName)
                        && isSameHost(host, otherHost));
    }

    private static boolean isSameHost(String one, String other) {
        try {
            InetAddress first = InetAddress.getByName(one);
            InetAddress second = InetAddress.getByName(other);
            return first.equals(second)
                    || (first.isLoopbackAddress() && second.isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false; // Who connects to it says so.
        }
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
        String name = rest.substring(slash + 1);
        if (FileNames.encode(name).length > Wire.MAX_TEXT) {
            throw new Refusal(
                    text.substring(0, text.length() - name.length())
                            + "…: a name has at most "
                            + Wire.MAX_TEXT
                            + " bytes; choose a shorter one");
        }
        return new Remote(host, port(text, rest.substring(colon + 1, slash)), name);
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
