package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import salvor.copier.pair.Relation.Term;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/** The hashes of the same blocks of a relation's terms; what they prove. */
final class HashRows {

    private static final int HASH = 2 * Long.BYTES;

    private final Relation relation;
    private final List<List<BlockHash>> rows = new ArrayList<>();
    private final MemorySegment scratch = MemorySegment.ofArray(new byte[HASH]);

    /**
     * @param hashes of each term, as many of all
     */
    HashRows(Relation relation, Map<Term, List<BlockHash>> hashes) {
        this.relation = relation;
        for (Term term : relation.terms()) {
            rows.add(Objects.requireNonNull(hashes.get(term), "a term that was not hashed"));
        }
    }

    int count() {
        return rows.getFirst().size();
    }

    /**
     * Whether the bytes of a block are what the relation says.
     *
     * @param block its positions
     */
    boolean proves(int number, Extent block) {
        List<BlockHash> hashes = rows.stream().map(row -> row.get(number)).toList();
        return relation.isOfCopies()
                ? hashes.getFirst().proves(hashes.getLast())
                : hashes.stream().allMatch(hash -> hash.state() != BlockHash.State.UNREADABLE)
                        && relation.check().isUniform(shifted(block))
                        && isHeldBy(hashes, shifted(block).start());
    }

    /** A check counts its positions on the first of the disks. */
    private Extent shifted(Extent block) {
        return new Extent(block.start() + relation.terms().getFirst().shift(), block.length());
    }

    /** The check does to the hashes what it does to the bytes. */
    private boolean isHeldBy(List<BlockHash> hashes, long position) {
        List<MemorySegment> all = hashes.stream().map(HashRows::memory).toList();
        List<MemorySegment> residue = relation.check().residue(all, 0, HASH, position, scratch);
        return xor(residue, 0) == 0 && xor(residue, Long.BYTES) == 0;
    }

    private static MemorySegment memory(BlockHash hash) {
        return MemorySegment.ofArray(new long[] {hash.high(), hash.low()});
    }

    private static long xor(List<MemorySegment> all, long at) {
        return all.stream().mapToLong(one -> one.get(Words.LITTLE, at)).reduce(0, (a, b) -> a ^ b);
    }
}
