package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * Messages to bytes. The payload of a BLOCK or BYTES message is not copied: its memory must stay as
 * it is until the write is done.
 */
public final class FrameEncoder extends MessageToMessageEncoder<Message> {

    static final byte[] HELLO_WORD = "salvor".getBytes(StandardCharsets.US_ASCII);

    public FrameEncoder() {
        super(Message.class);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Message message, List<Object> out) {
        encode(message, ctx.alloc(), out);
    }

    private static void encode(Message message, ByteBufAllocator memory, List<Object> out) {
        switch (message) {
            case Message.Bytes(var id, var length, var encoding, var checksum, var payload) -> {
                bulk(FrameType.BYTES, id, 0, length, encoding, checksum, payload, memory, out);
            }
            case Message.Block(
                            var id,
                            var position,
                            var length,
                            var encoding,
                            var checksum,
                            var payload) -> {
                FrameType type = FrameType.BLOCK;
                bulk(type, id, position, length, encoding, checksum, payload, memory, out);
            }
            case Message.Read(var id, var extent) -> bare(FrameType.READ, id, extent, memory, out);
            case Message.ZeroBytes(var id, var length) ->
                    bare(FrameType.ZERO_BYTES, id, new Extent(0, length), memory, out);
            case Message.ReadEnd(var id) -> bare(FrameType.READ_END, id, memory, out);
            case Message.FindData(var id, var position, var holeMin) ->
                    bare(FrameType.FIND_DATA, id, new Extent(position, holeMin), memory, out);
            case Message.DataFound(var id, var extent) ->
                    bare(FrameType.DATA_FOUND, id, extent, memory, out);
            case Message.Zeros(var id, var extent) ->
                    bare(FrameType.ZEROS, id, extent, memory, out);
            case Message.Fill(var id, var extent) -> bare(FrameType.FILL, id, extent, memory, out);
            case Message.Written(var id) -> bare(FrameType.WRITTEN, id, memory, out);
            case Message.Force(var id) -> bare(FrameType.FORCE, id, memory, out);
            case Message.Forced(var id) -> bare(FrameType.FORCED, id, memory, out);
            case Message.Farewell _ -> bare(FrameType.FAREWELL, 0, memory, out);
            case Message.Ping _ -> bare(FrameType.PING, 0, memory, out);
            case Message.ReadFailed(var id, var errno) ->
                    control(FrameType.READ_FAILED, id, memory, out, to -> to.writeInt(errno));
            case Message.Hello hello ->
                    control(FrameType.HELLO, 0, memory, out, to -> write(hello, to));
            case Message.Welcome welcome ->
                    control(FrameType.WELCOME, 0, memory, out, to -> write(welcome, to));
            case Message.OpenExport(var name, var access) ->
                    control(
                            FrameType.OPEN_EXPORT,
                            0,
                            memory,
                            out,
                            to -> {
                                Fields.writeName(to, name);
                                to.writeByte(access.code());
                            });
            case Message.ExportOpened(var facts) ->
                    control(
                            FrameType.EXPORT_OPENED,
                            0,
                            memory,
                            out,
                            to -> Fields.writeFacts(to, facts));
            case Message.OpenImage open ->
                    control(FrameType.OPEN_IMAGE, 0, memory, out, to -> write(open, to));
            case Message.ImageOpened(var previousSize) ->
                    control(
                            FrameType.IMAGE_OPENED,
                            0,
                            memory,
                            out,
                            to -> to.writeLong(previousSize));
            case Message.Hash hash ->
                    control(
                            FrameType.HASH,
                            hash.id(),
                            hash.extent(),
                            memory,
                            out,
                            to -> write(hash, to));
            case Message.LinearHash hash ->
                    control(
                            FrameType.LINEAR_HASH,
                            hash.id(),
                            hash.extent(),
                            memory,
                            out,
                            to -> write(hash, to));
            case Message.Hashes(var id, var blocks) ->
                    control(
                            FrameType.HASHES,
                            id,
                            memory,
                            out,
                            to -> Fields.writeHashes(to, blocks));
            case Message.Trouble trouble ->
                    control(FrameType.TROUBLE, 0, memory, out, to -> write(trouble, to));
        }
    }

    private static void write(Message.Hello hello, ByteBuf to) {
        to.writeShort(hello.version()).writeLong(hello.features());
        to.writeByte(hello.authentication().code()).writeBytes(HELLO_WORD);
    }

    private static void write(Message.Welcome welcome, ByteBuf to) {
        to.writeShort(welcome.version()).writeLong(welcome.features());
        to.writeByte(welcome.authentication().code());
        Fields.writeUuid(to, welcome.instance());
    }

    private static void write(Message.Hash hash, ByteBuf to) {
        to.writeInt(hash.block()).writeLong(hash.seed()).writeBoolean(hash.lines());
    }

    private static void write(Message.LinearHash hash, ByteBuf to) {
        to.writeInt(hash.block()).writeLong(hash.first()).writeLong(hash.second());
    }

    private static void write(Message.OpenImage open, ByteBuf to) {
        Fields.writeName(to, open.name());
        Fields.writeFacts(to, open.source());
        Fields.writeUuid(to, open.session());
        Fields.writeUuid(to, open.instance());
        to.writeShort(open.slot()).writeShort(open.slots()).writeInt(open.attempt());
        to.writeInt(open.blockLength()).writeLong(open.held());
    }

    private static void write(Message.Trouble trouble, ByteBuf to) {
        to.writeByte(trouble.reason().code());
        Fields.writeText(to, trouble.text());
    }

    private static void bare(FrameType type, long id, ByteBufAllocator memory, List<Object> out) {
        bare(type, id, new Extent(0, 0), memory, out);
    }

    private static void bare(
            FrameType type, long id, Extent extent, ByteBufAllocator memory, List<Object> out) {
        ByteBuf bytes = memory.directBuffer(Wire.HEADER_BYTES, Wire.HEADER_BYTES);
        out.add(bytes);
        Header.bare(type, id, extent.start(), extent.length()).write(bytes);
    }

    private static void control(
            FrameType type,
            long id,
            ByteBufAllocator memory,
            List<Object> out,
            Consumer<ByteBuf> fields) {
        control(type, id, new Extent(0, 0), memory, out, fields);
    }

    private static void control(
            FrameType type,
            long id,
            Extent extent,
            ByteBufAllocator memory,
            List<Object> out,
            Consumer<ByteBuf> fields) {
        ByteBuf bytes = memory.directBuffer(256, Wire.HEADER_BYTES + Wire.MAX_CONTROL);
        out.add(bytes);
        // The header holds what comes after it, so the fields are written first.
        bytes.writerIndex(Wire.HEADER_BYTES);
        fields.accept(bytes);
        int length = bytes.writerIndex() - Wire.HEADER_BYTES;
        int checksum = Header.checksum(bytes, Wire.HEADER_BYTES, length);
        bytes.writerIndex(0);
        new Header(type, Encoding.STORED, length, id, extent.start(), extent.length(), checksum)
                .write(bytes);
        bytes.writerIndex(Wire.HEADER_BYTES + length);
    }

    private static void bulk(
            FrameType type,
            long id,
            long position,
            int length,
            Encoding encoding,
            int checksum,
            ByteBuffer payload,
            ByteBufAllocator memory,
            List<Object> out) {
        ByteBuf bytes = memory.directBuffer(Wire.HEADER_BYTES, Wire.HEADER_BYTES);
        out.add(bytes);
        new Header(type, encoding, payload.remaining(), id, position, length, checksum)
                .write(bytes);
        out.add(Unpooled.wrappedBuffer(payload));
    }
}
