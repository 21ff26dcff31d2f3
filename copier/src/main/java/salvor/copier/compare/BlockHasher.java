package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import salvor.protocol.message.BlockHash;

/** Hashes blocks as {@link salvor.protocol.codec} describes it. Not thread-safe. */
sealed interface BlockHasher permits Xxh3Hasher, LinearHasher {

    /**
     * The one for a kind of hash.
     *
     * @param blockMax bytes of a block, at most; not more than 256 KiB
     */
    static BlockHasher of(HashKey key, int blockMax) {
        return switch (key) {
            case HashKey.Xxh3 xxh3 -> new Xxh3Hasher(xxh3, blockMax);
            case HashKey.Linear linear -> new LinearHasher(linear, blockMax);
        };
    }

    /**
     * The hash of the whole of {@code block}, 1 byte or more.
     *
     * @param holes a bit for each of its pages, the lowest for the first: set where it is zero,
     *     whatever the memory says
     */
    BlockHash hash(MemorySegment block, long holes);
}
