package salvor.copier.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import salvor.copier.device.Identity;
import salvor.protocol.message.Extent;

/**
 * The companion of a mapfile, open for appending: the source's identity, and a proof of every byte
 * that was rescued or filled. A proof that is appended takes the place of older ones it overlaps. A
 * companion whose mapfile or image is gone says nothing: replace it by {@link #create}.
 *
 * <p>Format, version 1; all numbers big-endian and unsigned. The head:
 *
 * <pre>
 *  0  8  magic 89 "SALVOR" 0A
 *  8  4  version, 1
 * 12  4  bytes of the head, up to 12330
 * 16  8  bytes of the device, below 2^63
 * 24  8  byte of the disk that the partition begins at, below 2^63
 * 32     the source's model, serial number and unique name, each: 2 bytes length (up to 4096),
 *        then as many bytes of text
 *     4  CRC32C of the head before this
 * </pre>
 *
 * <p>Then slots of 24 bytes, to the end of the file:
 *
 * <pre>
 *  0  1  kind: 1 checksum, 2 zeros, 3 name of an origin
 *  1  1  0
 *  2  2  origin the bytes came from: 0 the source, up to 255
 *  4  4  length of the extent, above 0; of a checksum up to 2^26
 *  8  8  start of the extent
 * 16  4  CRC32C of the bytes; 0 for zeros
 * 20  4  check: CRC32C of the head's CRC32C and of the slot before this
 * </pre>
 *
 * <p>The name of an origin (1 to 4096 bytes) comes in pieces of eight bytes, each a slot: at 4 the
 * piece's offset in the name, at 8 the piece, padded with zeros, at 16 the length of the name.
 *
 * <p>A torn tail is what follows the last good slot: it is cut when the file is opened for
 * appending. A damaged slot before it is passed over; slots are of one size, so the next is found.
 *
 * <p>Thread-safe.
 */
public final class Companion implements AutoCloseable {

    private static final int BUFFER_BYTES = 2730 * CompanionSlot.BYTES;

    private final CompanionFile file;
    private final byte[] seed;
    private final Origins origins = new Origins();
    private final ByteBuffer pending = ByteBuffer.allocate(BUFFER_BYTES);
    private long end;

    private Companion(FileCalls calls, String path) throws IOException {
        file = new CompanionFile(calls, path, CompanionFile.APPEND);
        seed = file.header().seed();
        try {
            end =
                    file.scan(
                                    slot -> {
                                        if (slot instanceof CompanionSlot.NamePiece piece) {
                                            origins.add(piece);
                                        }
                                    })
                            .end();
            file.truncate(end);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Makes an empty companion, in place of any that is there.
     *
     * @param path as {@link salvor.copier.device.FileNames} has it
     * @param identity the source's; its size is the device's
     */
    public static Companion create(String path, Identity identity) throws IOException {
        return create(FileCalls.KERNEL, path, identity);
    }

    static Companion create(FileCalls calls, String path, Identity identity) throws IOException {
        byte[] head = CompanionHeader.of(identity).bytes();
        new AtomicFile(calls).replace(path, out -> out.write(head));
        return new Companion(calls, path);
    }

    /**
     * Opens one to append to it, and cuts a torn tail.
     *
     * @throws MalformedMapException when it is none, or its head is damaged
     */
    public static Companion open(String path) throws IOException {
        return open(FileCalls.KERNEL, path);
    }

    static Companion open(FileCalls calls, String path) throws IOException {
        return new Companion(calls, path);
    }

    /** The source's, as it was when the rescue began. */
    public Identity identity() {
        return file.header().identity();
    }

    /** Bytes that came from the source, with this checksum. */
    public void append(Extent extent, int crc32c) throws IOException {
        append(extent, crc32c, 0);
    }

    /**
     * Bytes that came from {@code origin}, with this checksum. Buffered.
     *
     * @param extent inside the device, 1 byte to 64 MiB
     * @param origin 0 or what {@link #origin} gave
     */
    public synchronized void append(Extent extent, int crc32c, int origin) throws IOException {
        if (extent.isEmpty() || extent.length() > CompanionSlot.CHECKSUM_BYTES_MAX) {
            throw new IllegalArgumentException("not an extent of one checksum: " + extent);
        }
        put(new CompanionSlot.Proven(new Proof.Checksum(inside(extent), crc32c, origin)));
    }

    /** Bytes that came from {@code origin} and are all zero. Buffered. */
    public synchronized void appendZeros(Extent extent, int origin) throws IOException {
        inside(extent);
        for (long at = extent.start(); at < extent.end(); ) {
            long length = Math.min(extent.end() - at, CompanionSlot.ZEROS_BYTES_MAX);
            put(new CompanionSlot.Proven(new Proof.Zeros(new Extent(at, length), origin)));
            at += length;
        }
    }

    /**
     * The number of an origin, which is given out when the name is new. Buffered.
     *
     * @throws IllegalStateException when there are 255 others
     */
    public synchronized int origin(String name) throws IOException {
        for (Map.Entry<Integer, String> known : origins.complete().entrySet()) {
            if (known.getValue().equals(name)) {
                return known.getKey();
            }
        }
        int origin = origins.last() + 1;
        if (origin > CompanionSlot.ORIGINS_MAX) {
            throw new IllegalStateException("too many origins");
        }
        for (CompanionSlot.NamePiece piece : Origins.pieces(origin, name)) {
            origins.add(piece);
            put(piece);
        }
        return origin;
    }

    /** What was appended before is durable when this returns. */
    public synchronized void force() throws IOException {
        flush();
        file.force();
    }

    /** Writes what is buffered; does not force it. */
    @Override
    public synchronized void close() throws IOException {
        try (file) {
            flush();
        }
    }

    /**
     * Rewrites a companion with only what holds, sorted, neighbouring zeros joined. Atomic; nobody
     * may have it open for appending.
     */
    public static void compact(String path) throws IOException {
        try (CompanionReader reader = CompanionReader.open(path)) {
            AtomicFile.save(path, out -> new Compaction(reader, out).run());
        }
    }

    private Extent inside(Extent extent) {
        if (extent.end() > identity().size()) {
            throw new IndexOutOfBoundsException(extent + " of " + identity().size());
        }
        return extent;
    }

    private void put(CompanionSlot slot) throws IOException {
        if (pending.remaining() < CompanionSlot.BYTES) {
            flush();
        }
        slot.encode(pending, seed);
    }

    private void flush() throws IOException {
        file.write(pending.array(), pending.position(), end);
        end += pending.position();
        pending.clear();
    }
}
