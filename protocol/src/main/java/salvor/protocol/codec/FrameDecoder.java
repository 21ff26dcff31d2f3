package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * Bytes to messages. Never holds more than a header and one control payload of its own; the bytes
 * of blocks go straight to where the {@link Landing} says, as they arrive: on a channel with this
 * decoder's {@link #receiver}, straight from the socket.
 *
 * <p>When the landing has no room, the decoder keeps what it was given and waits for {@link
 * #resume}; the owner stops reading from the channel meanwhile.
 */
public final class FrameDecoder extends ByteToMessageDecoder {

    private final Landing landing;
    private @Nullable Header header;
    private @Nullable ByteBuffer target;
    private boolean broken;
    private final LandingReceiver receiver = new LandingReceiver(this::awaited);

    public FrameDecoder(Landing landing) {
        this.landing = landing;
    }

    /** Reads from the socket for this decoder's channel. */
    public RecvByteBufAllocator receiver() {
        return receiver;
    }

    /** Where the next bytes from the socket belong; null when they are none of a block. */
    private @Nullable ByteBuffer awaited() {
        ByteBuffer into = target;
        return into != null && into.hasRemaining() && !broken ? into.slice() : null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
        ByteBuffer into = target;
        Header current = header;
        if (into == null || current == null || !receiver.isLanded(input)) {
            super.channelRead(ctx, input);
            return;
        }
        ByteBuf landed = (ByteBuf) input;
        into.position(into.position() + landed.readableBytes());
        landed.release();
        if (!into.hasRemaining()) {
            ctx.fireChannelRead(finished(current, into));
        }
    }

    /** Unlike its parent, asks for no more bytes than the channel reads by itself. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }

    /** Goes on after the landing had no room. Called on the channel's event loop. */
    public void resume(ChannelHandlerContext ctx) throws Exception {
        channelRead(ctx, Unpooled.EMPTY_BUFFER);
        channelReadComplete(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            // Nothing after the first broken frame means anything.
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decode(in, out);
        } catch (RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    private void decode(ByteBuf in, List<Object> out) {
        Header current = header;
        if (current == null) {
            if (in.readableBytes() < Wire.HEADER_BYTES) {
                return;
            }
            current = Header.read(in);
            header = current;
        }
        Message message =
                switch (current.type().shape()) {
                    case BARE -> bare(current);
                    case CONTROL -> control(current, in);
                    case BULK -> bulk(current, in);
                };
        if (message != null) {
            header = null;
            out.add(message);
        }
    }

    private static Message bare(Header header) {
        long id = header.id();
        Extent extent = new Extent(header.position(), header.length());
        return switch (header.type()) {
            case FAREWELL -> new Message.Farewell();
            case PING -> new Message.Ping();
            case READ -> new Message.Read(id, extent);
            case ZERO_BYTES -> new Message.ZeroBytes(id, zeroLength(header));
            case READ_END -> new Message.ReadEnd(id);
            case FIND_DATA -> new Message.FindData(id, header.position(), header.length());
            case DATA_FOUND -> new Message.DataFound(id, extent);
            case ZEROS -> new Message.Zeros(id, extent);
            case FILL -> new Message.Fill(id, extent);
            case WRITTEN -> new Message.Written(id);
            case FORCE -> new Message.Force(id);
            case FORCED -> new Message.Forced(id);
            default -> throw new AssertionError(header.type());
        };
    }

    private static int zeroLength(Header header) {
        if (header.length() < 1 || header.length() > Wire.MAX_BLOCK) {
            throw new WireException("zeros of a wrong length");
        }
        return (int) header.length();
    }

    private static @Nullable Message control(Header header, ByteBuf in) {
        int length = header.payloadLength();
        if (in.readableBytes() < length) {
            return null;
        }
        if (Header.checksum(in, in.readerIndex(), length) != header.checksum()) {
            throw new WireException("a " + header.type() + " frame is damaged");
        }
        return Payloads.read(header, in.readSlice(length));
    }

    private @Nullable Message bulk(Header header, ByteBuf in) {
        ByteBuffer into = target;
        if (into == null) {
            into = landing.land(header);
            if (into == null) {
                return null;
            }
            target = into;
        }
        int count = Math.min(in.readableBytes(), into.remaining());
        int limit = into.limit();
        in.readBytes(into.limit(into.position() + count));
        into.limit(limit);
        return into.hasRemaining() ? null : finished(header, into);
    }

    /** The message of a block that has arrived whole; the next frame may come. */
    private Message finished(Header complete, ByteBuffer into) {
        header = null;
        target = null;
        into.position(into.limit() - complete.payloadLength());
        int length = (int) complete.length();
        return complete.type() == FrameType.BLOCK
                ? new Message.Block(
                        complete.id(),
                        complete.position(),
                        length,
                        complete.encoding(),
                        complete.checksum(),
                        into)
                : new Message.Bytes(
                        complete.id(), length, complete.encoding(), complete.checksum(), into);
    }
}
