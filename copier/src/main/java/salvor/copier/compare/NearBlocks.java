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
    private long position;

    /** How far the side was read, and where it ended when that is less. */
    private int read;

    private int end;

    /** Blocks that are hole, and not yet zero in the buffer. */
    private final List<Extent> holes = new ArrayList<>();

    /**
     * @param blockMax bytes of a block that is asked for, at most
     */
    NearBlocks(Side side, HashKey key, int blockMax, MemorySegment buffer) {
        reader = new SideReader(side, buffer);
        hasher = BlockHasher.of(key, blockMax);
    }

    @Override
    public void begin(Unit unit) {
        reader.begin(unit.position);
        position = unit.position;
        read = 0;
        end = unit.length;
        holes.clear();
    }

    /** The first question is for the whole unit. */
    @Override
    public HashAnswer ask(int from, int to, int block) {
        return () -> {
            List<BlockHash> hashes = new ArrayList<>();
            makeHoles(from, to);
            for (int at = from; at < to; at += block) {
                int blockEnd = Math.min(to, at + block);
                boolean hole = at >= read && reader.isHole(at, blockEnd);
                if (hole) {
                    holes.add(Extent.between(at, blockEnd));
                    read = blockEnd;
                } else if (at >= read) {
                    read(at, to, block);
                }
                hashes.add(hole ? BlockHash.ZERO : hash(at, blockEnd));
            }
            return hashes;
        };
    }

    /** Reads on from {@code from}, up to a hole or so much as stays in the cache. */
    private void read(int from, int limit, int block) throws IOException {
        int to = from;
        do {
            to = Math.min(limit, to + block);
        } while (to < limit && to - from < READ && !reader.isHole(to, Math.min(limit, to + block)));
        if (from < end) {
            int there = reader.read(from, to);
            end = there < to ? there : end;
        }
        read = to;
    }

    private BlockHash hash(int from, int to) {
        Extent block = Extent.between(position + from, position + to);
        boolean whole = to <= end && reader.bad().stream().noneMatch(block::overlaps);
        return whole ? hasher.hash(buffer().asSlice(from, to - from)) : BlockHash.UNREADABLE;
    }

    /** What was read is there; only holes have to be made. */
    @Override
    public int fetch(int from, int to) {
        makeHoles(from, to);
        return Math.min(to, Math.max(from, end));
    }

    private void makeHoles(int from, int to) {
        Extent asked = Extent.between(from, to);
        for (Extent hole : holes) {
            Extent part = hole.intersect(asked);
            if (!part.isEmpty()) {
                buffer().asSlice(part.start(), part.length()).fill((byte) 0);
            }
        }
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
