package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.UUID;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/** Reads the payloads that are made of fields. */
final class Payloads {

    private static final int MAX_ERRNO = 4095;
    private static final int MAX_SLOTS = 256;

    private Payloads() {}

    /**
     * The message of a control frame.
     *
     * @param in exactly the payload
     * @throws WireException when it is not what the type asks for
     */
    static Message read(Header header, ByteBuf in) {
        try {
            Message message = fields(header, in);
            if (in.isReadable()) {
                throw new WireException("a " + header.type() + " frame is too long");
            }
            return message;
        } catch (IndexOutOfBoundsException _) {
            throw new WireException("a " + header.type() + " frame is too short");
        }
    }

    private static Message fields(Header header, ByteBuf in) {
        return switch (header.type()) {
            case HELLO -> hello(in);
            case WELCOME -> welcome(in);
            case TROUBLE -> new Message.Trouble(Fields.readReason(in), Fields.readText(in));
            case OPEN_EXPORT -> new Message.OpenExport(Fields.readName(in), Fields.readAccess(in));
            case EXPORT_OPENED -> new Message.ExportOpened(Fields.readFacts(in));
            case READ_FAILED -> new Message.ReadFailed(header.id(), Fields.readInt(in, MAX_ERRNO));
            case OPEN_IMAGE -> openImage(in);
            case IMAGE_OPENED -> new Message.ImageOpened(Fields.readLong(in, -1, Long.MAX_VALUE));
            case HASH -> hash(header, in);
            case LINEAR_HASH -> linearHash(header, in);
            case HASHES -> new Message.Hashes(header.id(), Fields.readHashes(in));
            default -> throw new AssertionError(header.type());
        };
    }

    private static Message hello(ByteBuf in) {
        Message.Hello hello =
                new Message.Hello(
                        in.readUnsignedShort(), in.readLong(), Fields.readAuthentication(in));
        for (byte expected : FrameEncoder.HELLO_WORD) {
            if (in.readByte() != expected) {
                throw new WireException("not Salvor's HELLO");
            }
        }
        return hello;
    }

    private static Message welcome(ByteBuf in) {
        return new Message.Welcome(
                in.readUnsignedShort(),
                in.readLong(),
                Fields.readAuthentication(in),
                Fields.readUuid(in));
    }

    private static Message hash(Header header, ByteBuf in) {
        int block = hashedBlock(header, in);
        return new Message.Hash(
                header.id(), extent(header), block, in.readLong(), in.readBoolean());
    }

    private static Message linearHash(Header header, ByteBuf in) {
        int block = hashedBlock(header, in);
        return new Message.LinearHash(
                header.id(), extent(header), block, in.readLong(), in.readLong());
    }

    private static Extent extent(Header header) {
        return new Extent(header.position(), header.length());
    }

    private static int hashedBlock(Header header, ByteBuf in) {
        int block = Fields.readInt(in, Wire.MAX_HASHED);
        long length = header.length();
        if (block < 1 || length < 1 || (length - 1) / block >= Wire.MAX_HASHES) {
            throw new WireException("hashes of " + length + " bytes at once");
        }
        return block;
    }

    private static Message openImage(ByteBuf in) {
        String name = Fields.readName(in);
        DeviceFacts source = Fields.readFacts(in);
        UUID session = Fields.readUuid(in);
        UUID instance = Fields.readUuid(in);
        int slot = in.readUnsignedShort();
        int slots = in.readUnsignedShort();
        int attempt = Fields.readInt(in, Integer.MAX_VALUE);
        int blockLength = Fields.readInt(in, Wire.MAX_BLOCK);
        long held = Fields.readLong(in, 0, Long.MAX_VALUE);
        if (slots < 1 || slots > MAX_SLOTS || slot >= slots || blockLength < 1) {
            throw new WireException("slot " + slot + " of " + slots);
        }
        return new Message.OpenImage(
                name, source, session, instance, slot, slots, attempt, blockLength, held);
    }
}
