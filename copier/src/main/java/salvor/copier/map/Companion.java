package salvor.copier.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import salvor.copier.device.Identity;
import salvor.protocol.message.Extent;

/**
 * The companion of a mapfile, open for appending: the source's identity, and a proof of every byte
 * that was rescued or filled. A proof that is appended takes the place of older ones it overlaps. A
 * companion whose mapfile or image is gone says nothing: replace it by {@link #create}.
 *
 * <p>The format is that of the package.
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
        putPieces(extent, piece -> new Proof.Zeros(piece, origin));
    }

    /**
     * Bytes that nobody could read and that {@code origin} gave. Buffered. Only for what is durable
     * already: nothing else tells whether it is there.
     *
     * @param origin what {@link #origin} gave; 0: they are filled no longer
     */
    public synchronized void appendFilled(Extent extent, int origin) throws IOException {
        putPieces(extent, piece -> new Proof.Filled(piece, origin));
    }

    private void putPieces(Extent whole, Function<Extent, Proof> proof) throws IOException {
        inside(whole);
        for (long at = whole.start(); at < whole.end(); ) {
            long length = Math.min(whole.end() - at, CompanionSlot.PLAIN_BYTES_MAX);
            put(new CompanionSlot.Proven(proof.apply(new Extent(at, length))));
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

    /** Whether bytes came, or may have come, from elsewhere than the source. */
    public synchronized boolean hasOrigins() {
        return origins.last() > 0;
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
