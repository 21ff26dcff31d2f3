package salvor.copier.compare;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import salvor.copier.device.Device;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/**
 * Hashes rows of blocks of a device that nobody looks at here. What fails is not asked for again,
 * for it is read once more if somebody wants to know what. Not thread-safe.
 */
public final class BlockRow {

    /** Bytes of a read; a few of them fit the second-level cache. */
    private static final int READ = 256 << 10;

    private final SparseReader reader;
    private final BlockHasher hasher;
    private final int block;
    private final HolePages holes;
    private final MemorySegment buffer;

    /**
     * @param block bytes of a block, at most 256 KiB, except that a row's last may be shorter
     * @param buffer aligned native memory for a block and 256 KiB
     */
    public BlockRow(Device device, HashKey key, int block, MemorySegment buffer) {
        holes = new HolePages(buffer.byteSize());
        reader = new SparseReader(device, holes);
        hasher = BlockHasher.of(key, block);
        this.block = block;
        this.buffer = buffer;
    }

    /**
     * Reads and hashes.
     *
     * @param ended tells when nobody wants the answer any more; it is then meaningless
     */
    public List<BlockHash> hash(Extent row, BooleanSupplier ended) {
        List<BlockHash> hashes = new ArrayList<>();
        for (long at = row.start(); at < row.end(); ) {
            long to = Math.min(row.end(), at + block);
            if (ended.getAsBoolean()) {
                hashes.add(BlockHash.UNREADABLE);
            } else if (reader.isHole(Extent.between(at, to))) {
                hashes.add(BlockHash.ZERO);
            } else {
                while (to < row.end() && to - at < READ && !isHole(to, row)) {
                    to = Math.min(row.end(), to + block);
                }
                read(Extent.between(at, to), hashes);
            }
            at = to;
        }
        return hashes;
    }

    private boolean isHole(long from, Extent row) {
        return reader.isHole(Extent.between(from, Math.min(row.end(), from + block)));
    }

    private void read(Extent run, List<BlockHash> hashes) {
        holes.clear();
        int there = 0;
        for (int from = 0; from < run.length(); from += block) {
            int to = (int) Math.min(run.length(), from + (long) block);
            if (there < to) {
                there = fill(run, Math.max(there, from));
            }
            hashes.add(
                    there >= to
                            ? hasher.hash(buffer.asSlice(from, to - from), holes(from, to))
                            : BlockHash.UNREADABLE);
        }
    }

    /** The pages of a block that are holes; none where those are not the memory's. */
    private long holes(int from, int to) {
        if (block % Bytes.PAGE == 0) {
            return holes.from(from);
        }
        holes.fill(buffer, from, to);
        return 0;
    }

    /** Reads on from {@code from}; up to where that went well. */
    private int fill(Extent run, int from) {
        int at = from;
        while (at < run.length()) {
            ReadOutcome outcome = reader.read(run.start() + at, buffer, at, run.length());
            if (outcome.bytes() == 0) {
                break;
            }
            at += outcome.bytes();
        }
        return at;
    }
}
