package salvor.copier.net;

import java.nio.charset.StandardCharsets;
import salvor.copier.device.FileNames;

/**
 * What a server at {@code host} and {@code port} calls {@code name}.
 *
 * @param port 1 to 65535
 * @param name its bytes as {@link FileNames} holds them
 */
public record RemoteName(String host, int port, String name) {

    /** The name as messages hold it: one byte a character. */
    String onWire() {
        return new String(FileNames.encode(name), StandardCharsets.ISO_8859_1);
    }

    /** The name that {@link #onWire} gave. */
    static String fromWire(String name) {
        return FileNames.decode(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** {@code HOST:PORT}. */
    String server() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@code salvor://HOST:PORT/NAME}. */
    @Override
    public String toString() {
        return "salvor://" + server() + "/" + name;
    }
}
