package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;
import salvor.protocol.message.Encoding;

/**
 * The first 40 bytes of a frame.
 *
 * @param payloadLength bytes that follow
 * @param checksum CRC32C, of what {@link salvor.protocol.codec} says
 */
public record Header(
        FrameType type,
        Encoding encoding,
        int payloadLength,
        long id,
        long position,
        long length,
        int checksum) {

    /** A frame without payload. */
    static Header bare(FrameType type, long id, long position, long length) {
        return new Header(type, Encoding.STORED, 0, id, position, length, 0);
    }

    /** Appends the header to {@code out}. */
    void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeShort(Wire.MAGIC);
        out.writeByte(type.code());
        out.writeByte(encoding.code());
        out.writeInt(payloadLength);
        out.writeLong(id);
        out.writeLong(position);
        out.writeLong(length);
        out.writeInt(checksum);
        out.writeInt(checksum(out, start, Wire.HEADER_BYTES - 4));
    }

    /**
     * Takes a header from {@code in}, which holds one.
     *
     * @throws WireException when it is damaged, or asks for more than the format allows
     */
    static Header read(ByteBuf in) {
        int start = in.readerIndex();
        if (in.getUnsignedShort(start) != Wire.MAGIC) {
            throw new WireException("not a Salvor frame");
        }
        int expected = in.getInt(start + Wire.HEADER_BYTES - 4);
        if (checksum(in, start, Wire.HEADER_BYTES - 4) != expected) {
            throw new WireException("a frame's header is damaged");
        }
        in.skipBytes(2);
        FrameType type = FrameType.of(in.readUnsignedByte());
        Encoding encoding = encoding(in.readUnsignedByte());
        Header header =
                new Header(
                        type,
                        encoding,
                        in.readInt(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt());
        in.skipBytes(4);
        header.check();
        return header;
    }

    private static Encoding encoding(int code) {
        return switch (code) {
            case 0 -> Encoding.STORED;
            case 1 -> Encoding.LZ4;
            default -> throw new WireException("unknown encoding " + code);
        };
    }

    private void check() {
        boolean fits =
                switch (type.shape()) {
                    case BARE -> payloadLength == 0 && encoding == Encoding.STORED;
                    case CONTROL ->
                            payloadLength > 0
                                    && payloadLength <= Wire.MAX_CONTROL
                                    && encoding == Encoding.STORED;
                    case BULK ->
                            length > 0
                                    && length <= Wire.MAX_BLOCK
                                    && (encoding == Encoding.STORED
                                            ? payloadLength == length
                                            : payloadLength > 0 && payloadLength < length);
                };
        if (!fits) {
            throw new WireException("a " + type + " frame of a wrong length");
        }
        if (position < 0 || length < 0 || position + length < 0) {
            throw new WireException("a " + type + " frame of an impossible extent");
        }
    }

    /** CRC32C of a part of {@code bytes}. */
    static int checksum(ByteBuf bytes, int from, int count) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.nioBuffer(from, count));
        return (int) sum.getValue();
    }
}
