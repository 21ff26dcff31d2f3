package salvor.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import salvor.protocol.message.Message;
import salvor.protocol.testing.Cases;

/** Hostile bytes: a broken rule ends in a {@link WireException}, whatever comes before or after. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FrameDecoderFuzzTest {

    private static final Landing LIMITED =
            header -> {
                assertTrue(header.payloadLength() > 0);
                assertTrue(header.payloadLength() <= Wire.MAX_BLOCK);
                assertTrue(header.length() <= Wire.MAX_BLOCK);
                return ByteBuffer.allocate(header.payloadLength());
            };

    @Test
    void noiseIsRefusedWithoutCrashHangOrLargeAllocation() {
        Cases.run(3000, random -> feed(noise(random), random));
    }

    @Test
    void damagedConversationsAreRefusedWithoutCrashHangOrLargeAllocation() {
        Cases.run(2000, random -> feed(damaged(random), random));
    }

    @Test
    void headersThatLieInsideAValidChecksumAreRefusedWithoutLargeAllocation() {
        Cases.run(5000, random -> feed(liar(random), random));
    }

    private static ByteBuf noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        return Unpooled.wrappedBuffer(noise);
    }

    private static ByteBuf damaged(Random random) {
        RandomMessages messages = new RandomMessages(random);
        ByteBuf wire =
                FrameCodecTest.wire(List.of(messages.next(), messages.next(), messages.next()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            wire.setByte(random.nextInt(wire.readableBytes()), random.nextInt(256));
        }
        return wire.writerIndex(1 + random.nextInt(wire.writerIndex()));
    }

    /** Random fields under a checksum that is right, and a payload with a right checksum. */
    private static ByteBuf liar(Random random) {
        ByteBuf wire = Unpooled.buffer();
        byte[] payload = new byte[random.nextInt(100)];
        random.nextBytes(payload);
        ByteBuf fields = Unpooled.wrappedBuffer(payload);
        wire.writeShort(Wire.MAGIC).writeByte(random.nextInt(32)).writeByte(random.nextInt(3));
        wire.writeInt(random.nextInt(4) == 0 ? random.nextInt() : payload.length);
        wire.writeLong(random.nextLong());
        wire.writeLong(random.nextLong() >> random.nextInt(64));
        wire.writeLong(random.nextLong() >> random.nextInt(64));
        wire.writeInt(Header.checksum(fields, 0, payload.length));
        wire.writeInt(Header.checksum(wire, 0, Wire.HEADER_BYTES - 4));
        wire.writeBytes(payload);
        fields.release();
        return wire;
    }

    private static void feed(ByteBuf wire, Random random) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMITED));
        feedParts(channel, wire, random);
        for (Object message = channel.readInbound();
                message != null;
                message = channel.readInbound()) {
            assertTrue(message instanceof Message);
            ReferenceCountUtil.release(message);
        }
        channel.finish();
        assertTrue(wire.refCnt() == 0, "the input was not released");
    }

    private static void feedParts(EmbeddedChannel channel, ByteBuf wire, Random random) {
        while (wire.isReadable()) {
            int count = Math.min(wire.readableBytes(), 1 + random.nextInt(100_000));
            ByteBuf part = wire.readRetainedSlice(count);
            try {
                channel.writeInbound(part);
            } catch (WireException _) {
                // The rest is still fed: it must be swallowed.
            }
        }
        wire.release();
    }
}
