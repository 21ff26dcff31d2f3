package salvor.copier.map;

import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** One slot of a companion; its layout is in the package's description. */
sealed interface CompanionSlot {

    int BYTES = 24;

    /** Bytes that one checksum may cover: who checks one reads them into one buffer. */
    long CHECKSUM_BYTES_MAX = 1L << 26;

    /** Bytes of one slot without a checksum that we write; one that we read may have any. */
    long PLAIN_BYTES_MAX = 1L << 30;

    /** Bytes of the longest name of an origin. */
    int NAME_BYTES_MAX = 4096;

    /** Origins beside the source. */
    int ORIGINS_MAX = 255;

    /** Bytes of a name that fit a slot. */
    int PIECE_BYTES = 8;

    /** A proof. */
    record Proven(Proof proof) implements CompanionSlot {}

    /**
     * Eight bytes of an origin's name.
     *
     * @param offset of the piece in the name
     * @param nameLength bytes of the whole name
     */
    record NamePiece(int origin, int offset, int nameLength, long piece) implements CompanionSlot {}

    /** Puts a slot into a buffer, and its check after it. */
    default void encode(ByteBuffer into, byte[] seed) {
        int at = into.position();
        switch (this) {
            case Proven(Proof.Checksum(Extent extent, int crc, int origin)) ->
                    put(into, 1, origin, (int) extent.length(), extent.start(), crc);
            case Proven(Proof.Zeros(Extent extent, int origin)) ->
                    put(into, 2, origin, (int) extent.length(), extent.start(), 0);
            case Proven(Proof.Filled(Extent extent, int origin)) ->
                    put(into, 4, origin, (int) extent.length(), extent.start(), 0);
            case NamePiece(int origin, int offset, int nameLength, long piece) ->
                    put(into, 3, origin, offset, piece, nameLength);
        }
        into.putInt(check(into, at, seed));
    }

    private static void put(
            ByteBuffer into, int kind, int origin, int length, long start, int value) {
        into.put((byte) kind).put((byte) 0).putShort((short) origin);
        into.putInt(length).putLong(start).putInt(value);
    }

    /**
     * Takes the next slot out of a buffer.
     *
     * @param size bytes of the device
     * @return null when it is damaged, or says what cannot be
     */
    static @Nullable CompanionSlot decode(ByteBuffer from, byte[] seed, long size) {
        int at = from.position();
        from.position(at + BYTES);
        if (check(from, at, seed) != from.getInt(at + 20) || from.get(at + 1) != 0) {
            return null;
        }
        int origin = from.getShort(at + 2) & 0xFFFF;
        int length = from.getInt(at + 4);
        long start = from.getLong(at + 8);
        int value = from.getInt(at + 16);
        if (origin > ORIGINS_MAX) {
            return null;
        }
        return switch (from.get(at)) {
            case 1 -> checksum(start, Integer.toUnsignedLong(length), size, value, origin);
            case 2 -> plain(Proof.Zeros::new, start, Integer.toUnsignedLong(length), size, origin);
            case 3 -> name(origin, length, value, start);
            case 4 -> plain(Proof.Filled::new, start, Integer.toUnsignedLong(length), size, origin);
            default -> null;
        };
    }

    private static @Nullable CompanionSlot checksum(
            long start, long length, long size, int crc, int origin) {
        return length <= CHECKSUM_BYTES_MAX && isInside(start, length, size)
                ? new Proven(new Proof.Checksum(new Extent(start, length), crc, origin))
                : null;
    }

    /** A proof that is no more than an extent and where its bytes come from. */
    private static @Nullable CompanionSlot plain(
            BiFunction<Extent, Integer, Proof> kind,
            long start,
            long length,
            long size,
            int origin) {
        return isInside(start, length, size)
                ? new Proven(kind.apply(new Extent(start, length), origin))
                : null;
    }

    private static @Nullable CompanionSlot name(int origin, int offset, int length, long piece) {
        boolean isPiece =
                origin > 0
                        && length > 0
                        && length <= NAME_BYTES_MAX
                        && offset >= 0
                        && offset < length
                        && offset % PIECE_BYTES == 0;
        return isPiece ? new NamePiece(origin, offset, length, piece) : null;
    }

    private static boolean isInside(long start, long length, long size) {
        return length > 0 && start >= 0 && start <= size && length <= size - start;
    }

    private static int check(ByteBuffer buffer, int at, byte[] seed) {
        CRC32C crc = new CRC32C();
        crc.update(seed);
        crc.update(buffer.slice(at, 20));
        return (int) crc.getValue();
    }
}
