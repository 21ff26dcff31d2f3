package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.rescue.RescueOptions;

/**
 * What a rescue reads.
 *
 * @param mirrors twins of the source, of its size
 * @param compare whether all that the mirrors can read is compared with what was rescued
 * @param older what fills what nobody can read; null for nothing. Of any size
 * @param image opens the destination for reading; asked for when a mirror is to be compared
 */
public record Copies(
        Copy source, List<Copy> mirrors, boolean compare, @Nullable Copy older, Opener image) {

    /**
     * A device that holds the data.
     *
     * @param name as the person wrote it
     * @param options how to read it
     * @param lanes reads in flight where nothing fails, 1 or more
     */
    public record Copy(String name, Device device, RescueOptions options, int lanes) {}

    /** Opens a device. */
    @FunctionalInterface
    public interface Opener {
        Device open() throws IOException;
    }

    /** The source alone. */
    public static Copies of(Copy source) {
        return new Copies(
                source,
                List.of(),
                false,
                null,
                () -> {
                    throw new IOException("nothing is compared");
                });
    }

    public Copies {
        mirrors = List.copyOf(mirrors);
    }
}
