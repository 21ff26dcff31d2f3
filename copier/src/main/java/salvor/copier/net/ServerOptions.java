package salvor.copier.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.protocol.message.Access;

/**
 * What a server offers, and where.
 *
 * @param listen port 0: any that is free
 * @param root the folder of the images; null: there are none
 * @param exports by name
 * @param opener opens what is to be read
 */
public record ServerOptions(
        InetSocketAddress listen,
        @Nullable String root,
        Map<String, Export> exports,
        Opener opener,
        Timing timing) {

    /** Opens a device for reading. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Opens it.
         *
         * @throws IOException one line: what, and why
         */
        Device open(String path, Access access) throws IOException;
    }
}
