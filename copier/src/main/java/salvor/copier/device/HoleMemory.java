package salvor.copier.device;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * A device that nobody changes meanwhile, and that is asked for its holes several times: by who
 * plans ahead, and then by those who read. Looking for one costs as much as reading some kilobytes.
 */
public final class HoleMemory extends ForwardingDevice {

    /** More than lie between planning and reading. */
    private static final int FOUND_MAX = 2048;

    /**
     * Where the searches began, ascending, and what each found. Arrays, for there is a search for
     * every few kilobytes of a sparse file, and a map's nodes cost more than it does.
     */
    private final long[] begins = new long[FOUND_MAX];

    private final Extent[] found = new Extent[FOUND_MAX];
    private int count;

    /**
     * @param device closed with this one
     */
    public HoleMemory(Device device) {
        super(device);
    }

    @Override
    public Extent nextData(long position) {
        Extent data = remembered(position);
        if (data == null) {
            data = super.nextData(position);
            remember(position, data);
        }
        return data;
    }

    private synchronized @Nullable Extent remembered(long position) {
        int at = Arrays.binarySearch(begins, 0, count, position);
        int before = at >= 0 ? at : -at - 2;
        if (before < 0 || position >= found[before].end()) {
            return null;
        }
        Extent data = found[before];
        return Extent.between(Math.max(position, data.start()), data.end());
    }

    private synchronized void remember(long position, Extent data) {
        if (count == FOUND_MAX) {
            forgetHalf();
        }
        int at = Arrays.binarySearch(begins, 0, count, position);
        if (at < 0) {
            at = -at - 1;
            System.arraycopy(begins, at, begins, at + 1, count - at);
            System.arraycopy(found, at, found, at + 1, count - at);
            count++;
        }
        begins[at] = position;
        found[at] = data;
    }

    /** Whoever reads does so in ascending order: what lies first was asked for first. */
    private void forgetHalf() {
        int rest = FOUND_MAX / 2;
        System.arraycopy(begins, rest, begins, 0, rest);
        System.arraycopy(found, rest, found, 0, rest);
        count = rest;
    }
}
