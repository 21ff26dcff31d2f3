package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/** A side that hashes where it is. Its bytes come only when they are fetched. */
final class FarBlocks implements BlockSide {

    private final Side side;
    private final HashingDevice device;
    private final HashKey key;
    private final int block;
    private final Supplier<MemorySegment> memory;

    /** Made when bytes are first fetched: that is seldom, and its pages cost time. */
    private @Nullable SideReader reader;

    /** For the units that were announced, and have not begun. */
    private final Queue<HashAnswer> announced = new ArrayDeque<>();

    private HashAnswer answer = List::of;
    private @Nullable List<BlockHash> hashes;

    private long unit;
    private int rowStart;
    private int rowEnd;

    /** Whether the reader has begun with the unit. */
    private boolean begun;

    /**
     * @param block bytes of a block
     * @param memory gives aligned native memory for a whole row
     */
    FarBlocks(
            Side side,
            HashingDevice device,
            HashKey key,
            int block,
            Supplier<MemorySegment> memory) {
        this.side = side;
        this.device = device;
        this.key = key;
        this.block = block;
        this.memory = memory;
    }

    @Override
    public void announce(Unit next) {
        announced.add(hash(next.position(), next.length(), block));
    }

    private HashAnswer hash(long position, int length, int step) {
        return device.hash(new Extent(side.start() + position, length), step, key);
    }

    @Override
    public void begin(Unit next) {
        answer = announced.remove();
        hashes = null;
        unit = next.position();
        begun = false;
    }

    @Override
    public void row(int from, int to) {
        rowStart = from;
        rowEnd = to;
        if (begun) {
            reader().moveTo(unit + from);
        }
    }

    @Override
    public HashAnswer ask() {
        return () -> {
            List<BlockHash> all = hashes == null ? answer.await() : hashes;
            hashes = all;
            return all.subList(rowStart / block, Math.ceilDiv(rowEnd, block));
        };
    }

    @Override
    public HashAnswer ask(int from, int to, int step) {
        return hash(unit + rowStart + from, to - from, step);
    }

    private SideReader reader() {
        SideReader known = reader;
        if (known == null) {
            known = new SideReader(side, memory.get());
            reader = known;
        }
        if (!begun) {
            known.begin(unit + rowStart);
            begun = true;
        }
        return known;
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
