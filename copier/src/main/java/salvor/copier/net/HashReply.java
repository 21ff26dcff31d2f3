package salvor.copier.net;

import java.util.List;
import salvor.copier.compare.HashKey;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;

/** The answer to a question for the hashes of the first blocks of an extent, at least of one. */
final class HashReply extends Reply<List<BlockHash>> {

    private final Extent extent;
    private final int block;
    private final HashKey key;
    private long count;

    HashReply(Extent extent, int block, HashKey key) {
        this.extent = extent;
        this.block = block;
        this.key = key;
        count = (extent.length() - 1) / block + 1;
    }

    @Override
    void shrink() {
        count = (count + 1) / 2;
    }

    @Override
    Message question(long id) {
        Extent asked = new Extent(extent.start(), Math.min(extent.length(), count * block));
        return switch (key) {
            case HashKey.Xxh3(var seed, var lines) ->
                    new Message.Hash(id, asked, block, seed, lines);
            case HashKey.Linear(var first, var second) ->
                    new Message.LinearHash(id, asked, block, first, second);
        };
    }

    @Override
    List<BlockHash> answer(Message message) {
        if (message instanceof Message.Hashes(var _, var blocks) && blocks.size() == count) {
            return blocks;
        }
        throw new WireException("not an answer to a question for " + count + " hashes");
    }
}
