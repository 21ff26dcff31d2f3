package salvor.copier.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import salvor.copier.device.Errno;
import salvor.copier.device.ReadOutcome;
import salvor.copier.transfer.Blocks;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.compression.Lz4;
import salvor.protocol.compression.MalformedBlockException;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/** The answer to a read. Stored bytes land where the reader wants them. */
final class ReadReply extends Reply<ReadOutcome> {

    private final int sector;
    private final MemorySegment into;
    private Extent asked;

    /**
     * @param sector bytes; less is never asked for
     */
    ReadReply(Extent asked, int sector, MemorySegment into) {
        this.asked = asked;
        this.sector = sector;
        this.into = into;
    }

    /** Bytes that were asked for last: a read that was lost on the way is repeated for fewer. */
    long asked() {
        return asked.length();
    }

    @Override
    void shrink() {
        long half = asked.length() / 2 / sector * sector;
        if (half > 0) {
            asked = new Extent(asked.start(), half);
        }
    }

    @Override
    Message question(long id) {
        return new Message.Read(id, asked);
    }

    @Override
    ByteBuffer land(Header header) {
        if (header.length() > asked.length()) {
            throw new WireException("more bytes than were asked for");
        }
        return header.encoding() == Encoding.STORED
                ? into.asSlice(0, header.length()).asByteBuffer()
                : ByteBuffer.allocateDirect(header.payloadLength());
    }

    @Override
    ReadOutcome answer(Message message) {
        return switch (message) {
            case Message.Bytes bytes -> bytes(bytes);
            case Message.ZeroBytes(var _, var length) -> zeros(length);
            case Message.ReadFailed(var _, var errno) ->
                    new ReadOutcome.Failed(Errno.kind(errno), errno);
            case Message.ReadEnd _ -> new ReadOutcome.End();
            default -> throw new WireException("not an answer to a read");
        };
    }

    private ReadOutcome bytes(Message.Bytes bytes) {
        MemorySegment raw = into.asSlice(0, bytes.length());
        if (bytes.encoding() == Encoding.LZ4) {
            try {
                Lz4.unpack(bytes.payload(), raw.asByteBuffer());
            } catch (MalformedBlockException e) {
                throw new WireException(String.valueOf(e.getMessage()));
            }
        }
        if (Blocks.checksum(raw) != bytes.checksum()) {
            throw new WireException("bytes changed on the way");
        }
        return outcome(bytes.length());
    }

    private ReadOutcome zeros(int length) {
        if (length > asked.length()) {
            throw new WireException("more bytes than were asked for");
        }
        into.asSlice(0, length).fill((byte) 0);
        return outcome(length);
    }

    private ReadOutcome outcome(int length) {
        return length == asked.length()
                ? new ReadOutcome.Complete(length)
                : new ReadOutcome.Partial(length);
    }
}
