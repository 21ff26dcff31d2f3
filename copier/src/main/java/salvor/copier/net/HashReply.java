package salvor.copier.net;

import java.util.List;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Message;

/** The answer to a question for the hashes of so many blocks. */
final class HashReply extends Reply<List<BlockHash>> {

    private final long count;

    HashReply(long count) {
        this.count = count;
    }

    @Override
    List<BlockHash> answer(Message message) {
        if (message instanceof Message.Hashes(var _, var blocks) && blocks.size() == count) {
            return blocks;
        }
        throw new WireException("not an answer to a question for " + count + " hashes");
    }
}
