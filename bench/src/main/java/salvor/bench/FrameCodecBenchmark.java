package salvor.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import salvor.protocol.codec.FrameDecoder;
import salvor.protocol.codec.FrameEncoder;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Message;

/**
 * The frame of one stored block made, and read: all but the bytes themselves, which do not move.
 */
public class FrameCodecBenchmark extends BlockBenchmark {

    private final ByteBuffer payload = Block.noise().asByteBuffer();
    private final ByteBuffer landing = Block.zeros().asByteBuffer();
    private final EmbeddedChannel encoder = new EmbeddedChannel(new FrameEncoder());
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new FrameDecoder(_ -> landing.duplicate()));
    private final ByteBuf frame = frame();

    private ByteBuf frame() {
        ByteBuf whole = Unpooled.directBuffer();
        encoder.writeOutbound(block());
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            whole.writeBytes(part);
            part.release();
        }
        return whole;
    }

    private Message block() {
        return new Message.Block(1, 0, Block.BYTES, Encoding.STORED, 0, payload.duplicate());
    }

    @Benchmark
    public int encode() {
        encoder.writeOutbound(block());
        int bytes = 0;
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }
        return bytes;
    }

    /** From a buffer that holds it whole, so with one move of the bytes. */
    @Benchmark
    public Object decode() {
        decoder.writeInbound(frame.retainedDuplicate());
        return decoder.readInbound();
    }
}
