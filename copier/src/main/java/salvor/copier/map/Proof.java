package salvor.copier.map;

import salvor.protocol.message.Extent;

/** What the bytes of an extent were when they were read, so that an image can be checked later. */
public sealed interface Proof {

    Extent extent();

    /** Whom the bytes came from: 0 is the source, others are {@link Companion#origin}'s. */
    int origin();

    /** The CRC32C of all bytes of the extent. A part of it says nothing. */
    record Checksum(Extent extent, int crc32c, int origin) implements Proof {}

    /** The bytes are all zero; so is any part of them. */
    record Zeros(Extent extent, int origin) implements Proof {}
}
