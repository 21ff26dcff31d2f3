package salvor.copier.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import salvor.copier.device.BufferPool;
import salvor.protocol.message.Extent;

/** One of those who compare: has an examiner look at units. */
abstract sealed class Worker implements AutoCloseable permits ByteWorker, HashWorker {

    private final Arena arena = Arena.ofShared();
    private final Examiner examiner;
    private long passedOver;

    Worker(Examiner examiner) {
        this.examiner = examiner;
    }

    final Examiner examiner() {
        return examiner;
    }

    /** Bytes of the last unit that one side or the other could not give. */
    final long passedOver() {
        return passedOver;
    }

    /**
     * Examines a unit.
     *
     * @return bytes of it that both sides have
     * @throws IOException when a device is gone, or may not be read
     */
    final int examine(Unit unit) throws IOException, InterruptedException {
        examiner.begin(unit.index());
        passedOver = 0;
        return compare(unit);
    }

    /** A unit is to be examined after those that were announced before it. */
    abstract void announce(Unit unit);

    abstract int compare(Unit unit) throws IOException, InterruptedException;

    /** What the first side could not give of the last unit, ascending, as positions. */
    abstract List<Extent> firstBad();

    /** The same of the second side. */
    abstract List<Extent> secondBad();

    /** Memory for so many bytes. */
    final MemorySegment buffer(int bytes) {
        return arena.allocate(bytes, BufferPool.ALIGNMENT);
    }

    /**
     * Looks at what is good on both sides of a part of a unit.
     *
     * @param unit the position of the first byte of both memories
     * @return false when no later byte of this unit matters
     */
    final boolean look(long unit, MemorySegment a, MemorySegment b, int from, int to)
            throws InterruptedException {
        Extent part = Extent.between(unit + from, unit + to);
        long at = part.start();
        for (Extent area : bad(part)) {
            if (area.start() > at && !lookAt(unit, a, b, at, area.start())) {
                return false;
            }
            passedOver += Math.max(0, area.end() - Math.max(at, area.start()));
            at = Math.max(at, area.end());
        }
        return at >= part.end() || lookAt(unit, a, b, at, part.end());
    }

    private List<Extent> bad(Extent part) {
        if (firstBad().isEmpty() && secondBad().isEmpty()) {
            return List.of();
        }
        List<Extent> bad = new ArrayList<>(firstBad());
        bad.addAll(secondBad());
        bad.replaceAll(part::intersect);
        bad.removeIf(Extent::isEmpty);
        Collections.sort(bad);
        return bad;
    }

    private boolean lookAt(long unit, MemorySegment a, MemorySegment b, long from, long to)
            throws InterruptedException {
        return examiner.look(
                a.asSlice(from - unit), b.asSlice(from - unit), from, (int) (to - from));
    }

    @Override
    public final void close() {
        examiner.close();
        arena.close();
    }
}
