package salvor.protocol.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a BLOCK or BYTES frame go as they arrive, so that they are moved once. */
@FunctionalInterface
public interface Landing {

    /**
     * Memory for the payload of this frame. It is written until the message is handed on or the
     * connection ends, whichever comes first.
     *
     * @return a buffer with {@code header.payloadLength()} bytes remaining; null when there is no
     *     room now: {@link FrameDecoder#resume} asks again
     * @throws WireException when such a frame is not welcome here
     */
    @Nullable ByteBuffer land(Header header);
}
