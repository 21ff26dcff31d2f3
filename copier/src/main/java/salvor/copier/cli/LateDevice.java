package salvor.copier.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;

/** A device that is opened when somebody first asks for it, and only once. */
final class LateDevice implements Supplier<Device>, AutoCloseable {

    /** How to open it. */
    @FunctionalInterface
    interface Opening {
        Device open() throws IOException;
    }

    private final Opening opening;
    private @Nullable Device device;

    LateDevice(Opening opening) {
        this.opening = opening;
    }

    /**
     * The device.
     *
     * @throws UncheckedIOException when it cannot be opened
     */
    @Override
    public synchronized Device get() {
        Device open = device;
        if (open == null) {
            try {
                open = opening.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            device = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (device != null) {
            device.close();
        }
    }
}
