package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import salvor.protocol.message.Extent;

/** A side that hashes where it is. Its bytes come only when they are fetched. */
final class FarBlocks implements BlockSide {

    private final Side side;
    private final HashingDevice device;
    private final HashKey key;
    private final SideReader reader;
    private long start;

    FarBlocks(Side side, HashingDevice device, HashKey key, MemorySegment buffer) {
        this.side = side;
        this.device = device;
        this.key = key;
        reader = new SideReader(side, buffer);
    }

    @Override
    public void begin(Unit unit) {
        start = side.start() + unit.position;
        reader.begin(unit.position);
    }

    @Override
    public HashAnswer ask(int from, int to, int block) {
        return device.hash(Extent.between(start + from, start + to), block, key);
    }

    @Override
    public int fetch(int from, int to) throws IOException {
        return reader.read(from, to);
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
