package salvor.copier.compare;

import java.io.IOException;
import java.util.List;
import salvor.protocol.message.BlockHash;

/** The answer to a question for hashes. */
@FunctionalInterface
public interface HashAnswer {

    /**
     * Waits for it; to be called once.
     *
     * @return one hash a block, ascending
     * @throws IOException when the device is gone
     */
    List<BlockHash> await() throws IOException;
}
