package salvor.protocol.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * A word on the wire. Names of exports and images are bytes; a string holds them one byte a
 * character (ISO 8859-1).
 *
 * <p>A connection begins with {@link Hello} and {@link Welcome}. Then the client opens one thing,
 * an export or an image, and uses it until either side closes. {@link Ping} and {@link Trouble} may
 * come at any time after the handshake, from both.
 */
public sealed interface Message {

    /** No run of any server. */
    UUID NO_INSTANCE = new UUID(0, 0);

    // ---- the handshake

    /**
     * The client's first word.
     *
     * @param version the newest version of the protocol that it speaks
     * @param features bits: what the client understands beyond version 1
     */
    record Hello(int version, long features, Authentication authentication) implements Message {}

    /**
     * The server's answer.
     *
     * @param version what both will speak
     * @param features those of the client's that the server has too
     */
    record Welcome(int version, long features, Authentication authentication, UUID instance)
            implements Message {}

    // ---- reading an export

    /** Asks for an export, or an image, to read. */
    record OpenExport(String name, Access access) implements Message {}

    record ExportOpened(DeviceFacts facts) implements Message {}

    /** Answers one question about an export. */
    sealed interface Answer extends Message {

        /** The question's. */
        long id();
    }

    /** Asks for {@code extent}; answered by {@link Bytes} and the three after it, in any order. */
    record Read(long id, Extent extent) implements Message {}

    /**
     * The first bytes that were asked for, all or some.
     *
     * @param length bytes of the device, 1 or more
     * @param checksum CRC32C of them, taken when they were read
     * @param payload the bytes in that encoding
     */
    record Bytes(long id, int length, Encoding encoding, int checksum, ByteBuffer payload)
            implements Answer {}

    /** The first {@code length} bytes that were asked for, all or some: they are zero. */
    record ZeroBytes(long id, int length) implements Answer {}

    /** The device gave nothing but an error, with the Linux kernel's number. */
    record ReadFailed(long id, int errno) implements Answer {}

    /** The device gave nothing, and no error. */
    record ReadEnd(long id) implements Answer {}

    /**
     * Asks for the first extent at or after {@code position} that may be more than a hole.
     *
     * @param holeMin bytes; a shorter hole may count as data
     */
    record FindData(long id, long position, long holeMin) implements Message {}

    record DataFound(long id, Extent extent) implements Answer {}

    /**
     * Asks for the hashes of the blocks of {@code extent}, whose last may be shorter; answered by
     * {@link Hashes}.
     *
     * @param block bytes of a block
     * @param seed of the hash
     * @param lines whether the newlines are to be counted
     */
    record Hash(long id, Extent extent, int block, long seed, boolean lines) implements Message {}

    /**
     * Asks for the linear hashes of the blocks of {@code extent}, whose last may be shorter;
     * answered by {@link Hashes}.
     *
     * @param block bytes of a block
     * @param first where the upper half of the hash is evaluated
     * @param second where the lower half is
     */
    record LinearHash(long id, Extent extent, int block, long first, long second)
            implements Message {}

    /** One hash a block, ascending. */
    record Hashes(long id, List<BlockHash> blocks) implements Answer {}

    // ---- writing an image

    /**
     * Asks for an image to write.
     *
     * @param source the device whose bytes will come; its size is the image's
     * @param session the client's choice, new for each run, the same on all its connections
     * @param instance the run of the server that the session began with; {@link #NO_INSTANCE} when
     *     it begins. The same run refuses a session that it does not know any more: another client
     *     had the image meanwhile
     * @param slot 0 to {@code slots - 1}
     * @param slots connections of this session
     * @param attempt grows with each connection for the slot; a smaller one is refused
     * @param blockLength bytes; no block of this connection is longer
     * @param held bytes: as far as the client's map says that the image holds something. One that
     *     is not there, or shorter, is refused; 0: nothing is held
     */
    record OpenImage(
            String name,
            DeviceFacts source,
            UUID session,
            UUID instance,
            int slot,
            int slots,
            int attempt,
            int blockLength,
            long held)
            implements Message {}

    /**
     * The image is this session's.
     *
     * @param previousSize bytes that the image had before this session; -1: there was none
     */
    record ImageOpened(long previousSize) implements Message {}

    /**
     * Bytes to write.
     *
     * @param id grows by any amount with each {@code Block}, {@code Zeros} and {@code Fill} of a
     *     connection
     * @param length bytes of the device, 1 or more
     * @param checksum CRC32C of them, taken when they were read
     * @param payload the bytes in that encoding
     */
    record Block(
            long id, long position, int length, Encoding encoding, int checksum, ByteBuffer payload)
            implements Message {}

    /** Bytes that were read and are zero. */
    record Zeros(long id, Extent extent) implements Message {}

    /** Bytes that nobody could read: they become zero, and are not vouched for. */
    record Fill(long id, Extent extent) implements Message {}

    /** All up to {@code id} on this connection is written, not yet durable. */
    record Written(long id) implements Message {}

    /** Asks for all that any connection of the session was told is written to be made durable. */
    record Force(long id) implements Message {}

    record Forced(long id) implements Message {}

    /**
     * The session ends and does not come back; to be sent on each of its connections, as the last
     * word. The server gives the image up when all have ended or said so, and then closes them.
     * Orders that are not confirmed may be left undone.
     */
    record Farewell() implements Message {}

    // ---- at any time

    /** Says that the sender lives. Not answered. */
    record Ping() implements Message {}

    /** The last word on a connection: why it ends, in a line for people. */
    record Trouble(Reason reason, String text) implements Message {}
}
