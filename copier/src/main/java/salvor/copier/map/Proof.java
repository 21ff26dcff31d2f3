package salvor.copier.map;

import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** What is known of the bytes of an extent, so that an image can be checked and explained later. */
public sealed interface Proof {

    Extent extent();

    /** Whom the bytes came from: 0 is the source, others are {@link Companion#origin}'s. */
    int origin();

    /** What this says of a part of its extent; null where it says nothing of parts. */
    @Nullable Proof of(Extent part);

    /** The CRC32C of all bytes of the extent when they were read. */
    record Checksum(Extent extent, int crc32c, int origin) implements Proof {

        @Override
        public @Nullable Proof of(Extent part) {
            return part.equals(extent) ? this : null;
        }
    }

    /** The bytes were all zero when they were read. */
    record Zeros(Extent extent, int origin) implements Proof {

        @Override
        public Proof of(Extent part) {
            return new Zeros(part, origin);
        }
    }

    /**
     * Nobody could read the bytes, and an older copy gave its own; of what the map calls rescued
     * this says nothing.
     *
     * @param origin the older copy; 0: they are filled no longer
     */
    record Filled(Extent extent, int origin) implements Proof {

        @Override
        public Proof of(Extent part) {
            return new Filled(part, origin);
        }
    }
}
