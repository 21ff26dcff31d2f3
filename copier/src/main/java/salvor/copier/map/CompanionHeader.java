package salvor.copier.map;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import salvor.copier.device.FileNames;
import salvor.copier.device.Identity;

/** The head of a companion; its layout is in the package's description. */
final class CompanionHeader {

    private static final long MAGIC = 0x8953_414C_564F_520AL;
    private static final int VERSION = 1;
    private static final int TEXT_BYTES_MAX = 4096;
    private static final int FIXED_BYTES = 32;
    private static final int CRC_BYTES = 4;

    /** Bytes of the longest head. */
    static final int BYTES_MAX = FIXED_BYTES + 3 * (2 + TEXT_BYTES_MAX) + CRC_BYTES;

    private final Identity identity;
    private final byte[] bytes;

    private CompanionHeader(Identity identity, byte[] bytes) {
        this.identity = identity;
        this.bytes = bytes;
    }

    /** The source's. */
    Identity identity() {
        return identity;
    }

    /** The head as it is in the file. */
    byte[] bytes() {
        return bytes.clone();
    }

    static CompanionHeader of(Identity identity) {
        byte[] model = text(identity.model());
        byte[] serial = text(identity.serial());
        byte[] unique = text(identity.unique());
        int length = FIXED_BYTES + 6 + model.length + serial.length + unique.length + CRC_BYTES;
        ByteBuffer head = ByteBuffer.allocate(length);
        head.putLong(MAGIC).putInt(VERSION).putInt(length);
        head.putLong(identity.size()).putLong(identity.partitionStart());
        for (byte[] text : new byte[][] {model, serial, unique}) {
            head.putShort((short) text.length).put(text);
        }
        head.putInt(crc(head.array(), length - CRC_BYTES));
        return new CompanionHeader(identity, head.array());
    }

    /**
     * Reads a head.
     *
     * @param start the first {@link #BYTES_MAX} bytes of the file, or all of a shorter one
     */
    static CompanionHeader parse(String name, byte[] start) throws MalformedMapException {
        ByteBuffer head = ByteBuffer.wrap(start);
        if (start.length < FIXED_BYTES || head.getLong() != MAGIC) {
            throw new MalformedMapException(name, "not a companion of a mapfile");
        }
        int version = head.getInt();
        if (version != VERSION) {
            throw new MalformedMapException(name, "companion of unknown version " + version);
        }
        int length = head.getInt();
        if (length < FIXED_BYTES + 6 + CRC_BYTES
                || length > start.length
                || head.getInt(length - CRC_BYTES) != crc(start, length - CRC_BYTES)) {
            throw new MalformedMapException(name, "damaged head");
        }
        head.limit(length - CRC_BYTES);
        long size = head.getLong();
        long partitionStart = head.getLong();
        String model = text(name, head);
        String serial = text(name, head);
        String unique = text(name, head);
        if (size < 0 || partitionStart < 0 || head.hasRemaining()) {
            throw new MalformedMapException(name, "damaged head");
        }
        return new CompanionHeader(
                new Identity(size, model, serial, unique, partitionStart),
                Arrays.copyOf(start, length));
    }

    /** What the checks of the slots begin with, so that another companion's slots never pass. */
    byte[] seed() {
        return Arrays.copyOfRange(bytes, bytes.length - CRC_BYTES, bytes.length);
    }

    /** A text that is too long is left out: not known is better than not the same. */
    private static byte[] text(String text) {
        byte[] bytes = FileNames.encode(text);
        return bytes.length > TEXT_BYTES_MAX ? new byte[0] : bytes;
    }

    private static String text(String name, ByteBuffer head) throws MalformedMapException {
        int length = head.remaining() < 2 ? -1 : head.getShort() & 0xFFFF;
        if (length < 0 || length > Math.min(TEXT_BYTES_MAX, head.remaining())) {
            throw new MalformedMapException(name, "damaged head");
        }
        byte[] bytes = new byte[length];
        head.get(bytes);
        return FileNames.decode(bytes);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
