package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** A side that hashes where it is. Its bytes come only when they are fetched. */
final class FarBlocks implements BlockSide {

    private final Side side;
    private final HashingDevice device;
    private final HashKey key;
    private final Supplier<MemorySegment> memory;

    /** Made when bytes are first fetched: that is seldom, and its pages cost time. */
    private @Nullable SideReader reader;

    private long position;
    private boolean begun;

    /**
     * @param memory gives aligned native memory for a whole unit
     */
    FarBlocks(Side side, HashingDevice device, HashKey key, Supplier<MemorySegment> memory) {
        this.side = side;
        this.device = device;
        this.key = key;
        this.memory = memory;
    }

    @Override
    public void begin(Unit unit) {
        position = unit.position;
        begun = false;
    }

    private SideReader reader() {
        SideReader known = reader;
        if (known == null) {
            known = new SideReader(side, memory.get());
            reader = known;
        }
        if (!begun) {
            known.begin(position);
            begun = true;
        }
        return known;
    }

    @Override
    public HashAnswer ask(int from, int to, int block) {
        long start = side.start() + position;
        return device.hash(Extent.between(start + from, start + to), block, key);
    }

    @Override
    public int fetch(int from, int to) throws IOException {
        return reader().read(from, to);
    }

    @Override
    public MemorySegment buffer() {
        return reader().buffer();
    }

    @Override
    public List<Extent> bad() {
        return begun ? reader().bad() : List.of();
    }
}
