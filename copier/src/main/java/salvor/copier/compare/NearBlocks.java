package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/** A side of this machine: read once, hashed while it is in the processor's cache. */
final class NearBlocks implements BlockSide {

    /** Bytes of a read; a few of them fit the second-level cache. */
    private static final int READ = 256 << 10;

    private final SideReader reader;
    private final BlockHasher hasher;
    private final int block;
    private long unit;
    private long position;

    /** Where the row ends, how far it was read, and where the side ended when that is less. */
    private int length;

    private int read;
    private int end;

    /** What is hole, and not yet zero in the buffer. */
    private final HolePages holes;

    /**
     * @param block bytes of a block; of one that is asked for once more, at most
     * @param buffer aligned native memory for a row
     */
    NearBlocks(Side side, HashKey key, int block, MemorySegment buffer) {
        this.block = block;
        holes = new HolePages(buffer.byteSize());
        reader = new SideReader(side, buffer, holes);
        hasher = BlockHasher.of(key, block);
    }

    @Override
    public void announce(Unit unit) {}

    @Override
    public void begin(Unit next) {
        unit = next.position();
        reader.begin(unit);
    }

    @Override
    public void row(int from, int to) {
        position = unit + from;
        reader.moveTo(position);
        length = to - from;
        read = 0;
        end = length;
        holes.clear();
    }

    @Override
    public HashAnswer ask() {
        return ask(0, length, block);
    }

    @Override
    public HashAnswer ask(int from, int to, int step) {
        return () -> {
            List<BlockHash> hashes = new ArrayList<>();
            for (int at = from; at < to; at += step) {
                int blockEnd = Math.min(to, at + step);
                boolean hole = at >= read && reader.isHole(at, blockEnd);
                if (hole) {
                    holes.hole(buffer(), at, blockEnd);
                    read = blockEnd;
                } else if (at >= read) {
                    read(at, to, step);
                }
                hashes.add(hole ? BlockHash.ZERO : hash(at, blockEnd));
            }
            return hashes;
        };
    }

    /** Reads on from {@code from}, up to a hole or so much as stays in the cache. */
    private void read(int from, int limit, int step) throws IOException {
        int to = from;
        do {
            to = Math.min(limit, to + step);
        } while (to < limit && to - from < READ && !reader.isHole(to, Math.min(limit, to + step)));
        if (from < end) {
            int there = reader.read(from, to);
            end = there < to ? there : end;
        }
        read = to;
    }

    private BlockHash hash(int from, int to) {
        Extent block = Extent.between(position + from, position + to);
        boolean whole = to <= end && reader.bad().stream().noneMatch(block::overlaps);
        return whole
                ? hasher.hash(buffer().asSlice(from, to - from), holes.from(from))
                : BlockHash.UNREADABLE;
    }

    /** What was read is there; only holes have to be made. */
    @Override
    public int fetch(int from, int to) {
        holes.fill(buffer(), from, to);
        return Math.min(to, Math.max(from, end));
    }

    @Override
    public MemorySegment buffer() {
        return reader.buffer();
    }

    @Override
    public List<Extent> bad() {
        return reader.bad();
    }
}
