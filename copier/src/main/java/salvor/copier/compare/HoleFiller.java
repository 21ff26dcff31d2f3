package salvor.copier.compare;

import java.lang.foreign.MemorySegment;

/** What becomes of memory whose bytes are a hole of the device, and are not read. */
@FunctionalInterface
interface HoleFiller {

    /** Makes them zero. */
    HoleFiller ZEROS =
            (memory, from, to) -> {
                if (to > from) {
                    memory.asSlice(from, to - from).fill((byte) 0);
                }
            };

    /** The bytes of {@code memory} from {@code from} to {@code to} are a hole. */
    void hole(MemorySegment memory, long from, long to);
}
