package salvor.copier.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;

/** The mirrors and the older copy of a rescue, opened for reading. */
final class OtherCopies implements AutoCloseable {

    /**
     * One of them.
     *
     * @param name as the person wrote it
     */
    record Other(String name, Device device) {}

    /** Opens a location. */
    @FunctionalInterface
    interface Opener {
        Device open(String name) throws IOException;
    }

    private final List<Other> mirrors = new ArrayList<>();
    private @Nullable Other older;

    /**
     * Opens them.
     *
     * @param opener opens one for reading
     * @throws IOException when one cannot be opened
     */
    OtherCopies(CopyOptions options, Opener opener) throws IOException {
        try {
            for (String name : options.mirrors()) {
                mirrors.add(new Other(name, opener.open(name)));
            }
            String name = options.fillFrom();
            if (name != null) {
                older = new Other(name, opener.open(name));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    List<Other> mirrors() {
        return mirrors;
    }

    @Nullable Other older() {
        return older;
    }

    /**
     * Refuses mirrors that cannot be any.
     *
     * @param size of the source, bytes
     */
    void requireSizes(long size) {
        for (Other mirror : mirrors) {
            if (mirror.device().size() != size) {
                throw new Refusal(
                        mirror.name()
                                + ": has "
                                + mirror.device().size()
                                + " bytes, the source has "
                                + size
                                + ": it is no mirror of it; name its twin (--fill-from is for an"
                                + " older copy)");
            }
        }
        if (older != null && older.device().size() == 0) {
            throw new Refusal(older.name() + ": is empty; there is nothing to fill from");
        }
    }

    @Override
    public void close() {
        mirrors.forEach(mirror -> mirror.device().close());
        if (older != null) {
            older.device().close();
        }
    }
}
