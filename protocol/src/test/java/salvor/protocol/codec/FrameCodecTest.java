package salvor.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import salvor.protocol.message.Message;
import salvor.protocol.testing.Cases;

final class FrameCodecTest {

    private static final Landing ANYWHERE =
            header -> ByteBuffer.allocateDirect(header.payloadLength());

    /** All bytes of these messages in one buffer, as they would be on the wire. */
    static ByteBuf wire(List<Message> messages) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameEncoder());
        ByteBuf all = Unpooled.buffer();
        for (Message message : messages) {
            assertTrue(channel.writeOutbound(message));
            for (ByteBuf part = channel.readOutbound();
                    part != null;
                    part = channel.readOutbound()) {
                all.writeBytes(part);
                part.release();
            }
        }
        assertFalse(channel.finish());
        return all;
    }

    @Test
    void everyMessageArrivesAsItWasSentHoweverTheBytesAreSplit() {
        Cases.run(
                200,
                random -> {
                    List<Message> sent = new ArrayList<>();
                    RandomMessages messages = new RandomMessages(random);
                    for (int i = 1 + random.nextInt(20); i > 0; i--) {
                        sent.add(messages.next());
                    }
                    assertEquals(sent, received(wire(sent), random));
                });
    }

    @Test
    void everyKindOfMessageIsTried() {
        RandomMessages messages = new RandomMessages(new Random(1));
        Set<Class<?>> kinds = new HashSet<>();
        for (int kind = 0; kind < RandomMessages.KINDS; kind++) {
            kinds.add(messages.ofKind(kind).getClass());
        }
        assertEquals(kindsOf(Message.class).collect(Collectors.toSet()), kinds);
        assertEquals(FrameType.values().length, kinds.size());
    }

    private static Stream<Class<?>> kindsOf(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FrameCodecTest::kindsOf)
                : Stream.of(type);
    }

    @Test
    void theDecoderWaitsForALandingThatHasNoRoom() throws Exception {
        Message block = new RandomMessages(new Random(2)).ofKind(13);
        boolean[] room = {false};
        FrameDecoder decoder =
                new FrameDecoder(
                        header ->
                                room[0] ? ByteBuffer.allocateDirect(header.payloadLength()) : null);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(wire(List.of(block, new Message.Ping())));
        assertNull(channel.readInbound());
        room[0] = true;
        decoder.resume(channel.pipeline().firstContext());
        assertEquals(block, channel.<Message>readInbound());
        assertEquals(new Message.Ping(), channel.<Message>readInbound());
        assertFalse(channel.finish());
    }

    @Test
    void everyFlippedBitOfAControlFrameOrHeaderIsNoticed() {
        ByteBuf good = wire(List.of(new RandomMessages(new Random(3)).ofKind(11)));
        for (int bit = 0; bit < good.readableBytes() * 8; bit++) {
            ByteBuf bad = good.copy();
            bad.setByte(bit / 8, bad.getByte(bit / 8) ^ 1 << bit % 8);
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(ANYWHERE));
            assertThrows(WireException.class, () -> channel.writeInbound(bad), "bit " + bit);
            channel.finishAndReleaseAll();
        }
        good.release();
    }

    @Test
    void nothingAfterABrokenFrameIsBelieved() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(ANYWHERE));
        assertThrows(
                WireException.class,
                () -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[Wire.HEADER_BYTES])));
        channel.writeInbound(wire(List.of(new Message.Ping())));
        assertNull(channel.readInbound());
        channel.finish();
    }

    private static List<Message> received(ByteBuf wire, Random random) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(ANYWHERE));
        while (wire.isReadable()) {
            int most = random.nextBoolean() ? 60 : 100_000;
            int count = Math.min(wire.readableBytes(), 1 + random.nextInt(most));
            channel.writeInbound(wire.readRetainedSlice(count));
        }
        wire.release();
        List<Message> received = new ArrayList<>();
        for (Message message = channel.readInbound();
                message != null;
                message = channel.readInbound()) {
            received.add(message);
        }
        assertFalse(channel.finish());
        return received;
    }
}
