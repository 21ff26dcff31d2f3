package salvor.copier.net;

import salvor.protocol.codec.WireException;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/** The answer to a search for data: an extent at or after {@code position}. */
final class DataReply extends Reply<Extent> {

    private final long position;
    private final long size;
    private final long holeMin;

    DataReply(long position, long size, long holeMin) {
        this.position = position;
        this.size = size;
        this.holeMin = holeMin;
    }

    @Override
    Message question(long id) {
        return new Message.FindData(id, position, holeMin);
    }

    @Override
    Extent answer(Message message) {
        if (message instanceof Message.DataFound(var _, var extent)
                && extent.start() >= Math.min(position, size)
                && extent.end() <= size) {
            return extent;
        }
        throw new WireException("not an answer to a search for data");
    }
}
