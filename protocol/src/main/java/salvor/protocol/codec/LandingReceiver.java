package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the socket the memory in which a block is to land, and a little memory for everything else:
 * what it reads there of a block has to be moved. Event loop only.
 */
final class LandingReceiver extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int LITTLE = 4096;

    private final Supplier<@Nullable ByteBuffer> awaited;
    private @Nullable ByteBuf landing;

    LandingReceiver(Supplier<@Nullable ByteBuffer> awaited) {
        this.awaited = awaited;
    }

    /** Whether these bytes are where they belong. */
    @SuppressWarnings("ReferenceEquality") // this buffer, not one with the same bytes
    boolean isLanded(Object input) {
        return input == landing;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty's own base class has no other way.
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return LITTLE;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator memory) {
                ByteBuffer target = awaited.get();
                if (target == null) {
                    landing = null;
                    return super.allocate(memory);
                }
                ByteBuf into = Unpooled.wrappedBuffer(target).clear();
                landing = into;
                return into;
            }
        };
    }
}
