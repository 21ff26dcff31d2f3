package salvor.copier.device;

import java.util.List;
import salvor.protocol.message.Extent;

/**
 * Where the bytes of a file or block device are: on itself and on all that lies beneath it, as a
 * partition's on its disk, a loop device's in its file, a file's on the device of its file system.
 *
 * @param of whose bytes they are
 * @param places the first is all of {@code of}
 */
public record Footprint(Storage of, List<Place> places) {

    /**
     * Bytes of one storage.
     *
     * @param exact whether they are exactly these; otherwise they are somewhere among these, kept
     *     apart from others' by a file system, LVM or md
     */
    public record Place(Storage on, Extent extent, boolean exact) {

        private boolean meets(Place other) {
            return on.equals(other.on) && extent.overlaps(other.extent);
        }
    }

    /** Whether writing one of the two would change the other. */
    public boolean sharesBytesWith(Footprint other) {
        return meets(other, true) || other.meets(this, true);
    }

    /** Whether it lies somewhere on {@code other}, as a file on the device of its file system. */
    public boolean liesSomewhereOn(Footprint other) {
        return other.meets(this, true) && !meets(other, true);
    }

    /** Whether writing all of this would change what {@code other} has. */
    boolean coversSomeOf(Footprint other) {
        return meets(other, true);
    }

    /** Whether {@code storage} is this or lies beneath it. */
    boolean restsOn(Storage storage) {
        return places.stream().anyMatch(place -> place.on().equals(storage));
    }

    private boolean meets(Footprint other, boolean exact) {
        return places.stream()
                .filter(place -> place.exact() == exact)
                .anyMatch(place -> other.places.stream().anyMatch(place::meets));
    }
}
