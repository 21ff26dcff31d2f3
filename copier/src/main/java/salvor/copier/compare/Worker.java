package salvor.copier.compare;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import salvor.copier.device.BufferPool;
import salvor.copier.device.DeviceException;
import salvor.protocol.message.Extent;

/** One of those who compare: reads both sides of a unit and has an examiner look at them. */
final class Worker implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final SideReader first;
    private final SideReader second;
    private final Examiner examiner;

    private long passedOver;

    Worker(Sides sides, Examiner examiner) {
        first = new SideReader(sides.first(), buffer());
        second = new SideReader(sides.second(), buffer());
        this.examiner = examiner;
    }

    private MemorySegment buffer() {
        return arena.allocate(Planner.UNIT_MAX, BufferPool.ALIGNMENT);
    }

    SideReader first() {
        return first;
    }

    SideReader second() {
        return second;
    }

    Examiner examiner() {
        return examiner;
    }

    /** Bytes of the last unit that one side or the other could not give. */
    long passedOver() {
        return passedOver;
    }

    /**
     * Reads and looks.
     *
     * @return bytes of the unit that both sides have
     */
    int examine(Unit unit) throws DeviceException, InterruptedException {
        examiner.begin(unit.index);
        passedOver = 0;
        int common = first.read(unit.position, unit.length);
        common = Math.min(common, second.read(unit.position, unit.length));
        if (first.bad().isEmpty() && second.bad().isEmpty()) {
            if (common > 0) {
                examiner.look(first.buffer(), second.buffer(), unit.position, common);
            }
        } else {
            examinePieces(new Extent(unit.position, common));
        }
        return common;
    }

    /** Looks at what is good on both sides. */
    private void examinePieces(Extent unit) throws InterruptedException {
        List<Extent> bad = new ArrayList<>(first.bad());
        bad.addAll(second.bad());
        Collections.sort(bad);
        long at = unit.start();
        for (Extent area : bad) {
            if (!look(unit, at, area.start())) {
                return;
            }
            passedOver += Math.max(0, area.end() - Math.max(at, area.start()));
            at = Math.max(at, area.end());
        }
        look(unit, at, unit.end());
    }

    private boolean look(Extent unit, long from, long to) throws InterruptedException {
        long end = Math.min(to, unit.end());
        if (from >= end) {
            return true;
        }
        MemorySegment a = first.buffer().asSlice(from - unit.start());
        MemorySegment b = second.buffer().asSlice(from - unit.start());
        return examiner.look(a, b, from, (int) (end - from));
    }

    @Override
    public void close() {
        examiner.close();
        arena.close();
    }
}
