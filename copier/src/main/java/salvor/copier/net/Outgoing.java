package salvor.copier.net;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import salvor.copier.transfer.Chunk;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/**
 * An order that the server has not yet confirmed.
 *
 * @param data the bytes, kept so that they can be sent again; null for zeros
 * @param wireBytes what it takes on the link
 */
record Outgoing(long id, Kind kind, Extent extent, Chunk.@Nullable Data data, long wireBytes) {

    /** What becomes of the extent. */
    enum Kind {
        /** Bytes that were read. */
        DATA,
        /** Zeros that were read. */
        ZEROS,
        /** Zeros because nothing could be read. */
        FILL
    }

    /** Bytes of memory it keeps. */
    long bytes() {
        return data == null ? 0 : extent.length();
    }

    /** The order with its bytes as they are. */
    Message message() {
        if (data != null) {
            return new Message.Block(
                    id,
                    extent.start(),
                    (int) extent.length(),
                    Encoding.STORED,
                    data.checksum(),
                    data.bytes().asByteBuffer());
        }
        return kind == Kind.FILL ? new Message.Fill(id, extent) : new Message.Zeros(id, extent);
    }

    /** The order with its bytes packed. */
    Message message(ByteBuf packed) {
        if (data == null) {
            return message();
        }
        return new Message.Block(
                id,
                extent.start(),
                (int) extent.length(),
                Encoding.LZ4,
                data.checksum(),
                packed.nioBuffer());
    }

    void release() {
        if (data != null) {
            data.release();
        }
    }
}
